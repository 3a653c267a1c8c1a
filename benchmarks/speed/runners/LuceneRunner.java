import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.IntField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.uhighlight.DefaultPassageFormatter;
import org.apache.lucene.search.uhighlight.LengthGoalBreakIterator;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.QueryBuilder;
import org.apache.lucene.util.Version;

/**
 * Lucene asked over a pipe: what lucene_runner.py sends is done in the order in which it comes.
 *
 * <p>A message is the number of its parts, then each part: its length in bytes and its UTF-8; numbers are
 * big-endian and have four bytes. An answer begins with what went wrong (empty: nothing), then microseconds
 * of wall time and of this thread's CPU time that the work took. The compiler and the collector have threads
 * of their own, which are not in it.
 */
public final class LuceneRunner {
  private static final Analyzer ANALYZER = new EnglishAnalyzer(CharArraySet.EMPTY_SET); // Porter
  private static final double BUFFER_MB = 256;
  private static final int PARTS_OF_DOCUMENT = 7;
  private static final int SNIPPET = 200; // characters, or as near to it as sentences end
  private static final float MIDDLE = 0.5f; // where in it the match is
  private static final FieldType WITH_OFFSETS = new FieldType(TextField.TYPE_STORED);

  static { // so that the highlighter finds words in a text without analyzing it again
    WITH_OFFSETS.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS_AND_OFFSETS);
  }

  private final DataInputStream in = new DataInputStream(new BufferedInputStream(System.in, 1 << 16));
  private final DataOutputStream out = new DataOutputStream(new BufferedOutputStream(System.out, 1 << 16));
  private final boolean byArticle;
  private final float titleBoost;
  private Directory directory;
  private DirectoryReader reader;
  private IndexSearcher searcher;

  private LuceneRunner(String by, String titleBoost) {
    byArticle = by.equals("article");
    this.titleBoost = Float.parseFloat(titleBoost);
  }

  /** Arguments: `article` or `passage`, and how much more a title counts. */
  public static void main(String[] arguments) throws Exception {
    new LuceneRunner(arguments[0], arguments[1]).answer();
  }

  private void answer() throws IOException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (List<String> asked; (asked = read()) != null; ) {
      long wall = System.nanoTime();
      long cpu = threads.getCurrentThreadCpuTime();
      List<String> found = new ArrayList<>();
      String failed = "";
      try {
        perform(asked, found);
      } catch (Exception error) {
        failed = error.toString();
      }
      found.add(0, Double.toString((threads.getCurrentThreadCpuTime() - cpu) / 1e3));
      found.add(0, Double.toString((System.nanoTime() - wall) / 1e3));
      found.add(0, failed);
      write(found);
    }
  }

  private void perform(List<String> asked, List<String> found) throws Exception {
    switch (asked.get(0)) {
      case "index" -> index(Path.of(asked.get(1)), Integer.parseInt(asked.get(2)));
      case "open" -> open(Path.of(asked.get(1)), found);
      case "close" -> close();
      case "search" ->
          search(query(asked), Integer.parseInt(asked.get(6)), asked.get(7).equals("1"), found);
      default -> throw new IllegalArgumentException(asked.get(0));
    }
  }

  /** Adds the documents that follow, up to a message without parts. All is on disk on return. */
  private void index(Path folder, int threads) throws Exception {
    IndexWriterConfig config = new IndexWriterConfig(ANALYZER).setRAMBufferSizeMB(BUFFER_MB);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    boolean[] ended = {false};
    try (Directory target = FSDirectory.open(folder);
        IndexWriter writer = new IndexWriter(target, config)) {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        workers.add(pool.submit(() -> {
          for (List<String> parts; (parts = nextDocument(ended)) != null; ) {
            writer.addDocument(document(parts));
          }
          return null;
        }));
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
    } finally {
      pool.shutdown();
      while (nextDocument(ended) != null) {} // a failed build: what is still sent is no question
    }
  }

  private List<String> nextDocument(boolean[] ended) throws IOException {
    synchronized (in) {
      List<String> parts = ended[0] ? null : read();
      ended[0] = parts == null || parts.size() != PARTS_OF_DOCUMENT;
      return ended[0] ? null : parts;
    }
  }

  private Document document(List<String> parts) {
    Document document = new Document();
    document.add(new NumericDocValuesField("id", Long.parseLong(parts.get(0))));
    document.add(new StoredField("article", parts.get(1)));
    document.add(byArticle
        ? new TextField("title", parts.get(2), Field.Store.YES) : new StoredField("title", parts.get(2)));
    document.add(new IntField("date", Integer.parseInt(parts.get(3)), Field.Store.YES));
    document.add(new StoredField("source", parts.get(4)));
    document.add(new StoredField("place", parts.get(5)));
    document.add(new Field("text", parts.get(6), WITH_OFFSETS));
    return document;
  }

  private void open(Path folder, List<String> found) throws IOException {
    directory = FSDirectory.open(folder);
    reader = DirectoryReader.open(directory);
    searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null); // it is of the process: queries would be known from earlier openings
    String java = Runtime.version().toString();
    found.add("Lucene " + Version.LATEST + ", Java " + java + ", " + reader.leaves().size() + " segments");
  }

  private void close() throws IOException {
    reader.close();
    directory.close();
  }

  private void search(Query query, int limit, boolean shown, List<String> found) throws IOException {
    TopDocs top = searcher.search(query, limit);
    String[] snippets = new String[top.scoreDocs.length];
    String[] headings = new String[top.scoreDocs.length];
    if (shown) {
      show(query, top, snippets, headings);
    }
    for (int i = 0; i < top.scoreDocs.length; i++) {
      ScoreDoc hit = top.scoreDocs[i];
      LeafReaderContext leaf = reader.leaves().get(ReaderUtil.subIndex(hit.doc, reader.leaves()));
      NumericDocValues ids = leaf.reader().getNumericDocValues("id");
      ids.advanceExact(hit.doc - leaf.docBase);
      found.add(Long.toString(ids.longValue()));
      found.add(Float.toString(hit.score));
      found.add(shown ? snippets[i] : "");
      found.add(shown ? headings[i] : "");
    }
  }

  private void show(Query query, TopDocs top, String[] snippets, String[] headings) throws IOException {
    Map<Integer, String> texts = new HashMap<>();
    for (int i = 0; i < top.scoreDocs.length; i++) {
      Document document = searcher.storedFields().document(top.scoreDocs[i].doc);
      texts.put(top.scoreDocs[i].doc, document.get("text"));
      headings[i] = !byArticle ? ""
          : document.get("title") + " · " + document.get("date") + " · " + document.get("source");
    }
    UnifiedHighlighter.Builder builder = UnifiedHighlighter.builder(searcher, ANALYZER)
        .withBreakIterator(() -> LengthGoalBreakIterator.createClosestToLength(
            BreakIterator.getSentenceInstance(Locale.ENGLISH), SNIPPET, MIDDLE))
        .withFormatter(new DefaultPassageFormatter("<b>", "</b>", "... ", true));
    String[] marked = new Highlighter(builder, texts).highlight("text", query, top, 1);
    System.arraycopy(marked, 0, snippets, 0, marked.length);
  }

  /** Marks texts that were read already, so that each is read once. */
  private static final class Highlighter extends UnifiedHighlighter {
    private final Map<Integer, String> texts;

    Highlighter(Builder builder, Map<Integer, String> texts) {
      super(builder);
      this.texts = texts;
    }

    @Override
    protected List<CharSequence[]> loadFieldValues(String[] fields, DocIdSetIterator docs, int most)
        throws IOException {
      List<CharSequence[]> loaded = new ArrayList<>();
      for (int doc; (doc = docs.nextDoc()) != DocIdSetIterator.NO_MORE_DOCS; ) {
        loaded.add(new CharSequence[] {texts.get(doc)});
      }
      return loaded;
    }
  }

  /** Of `search`, kind, text, first day, last day, whether all words are needed. */
  private Query query(List<String> asked) {
    String text = asked.get(2);
    QueryBuilder builder = new QueryBuilder(ANALYZER);
    switch (asked.get(1)) {
      case "phrase":
        return either(field -> builder.createPhraseQuery(field, text));
      case "prefix":
        return either(field -> new PrefixQuery(new Term(field, text)));
      case "fuzzy":
        return either(field -> new FuzzyQuery(new Term(field, text), 1));
      default:
        BooleanQuery.Builder both = new BooleanQuery.Builder();
        Occur occur = asked.get(5).equals("1") ? Occur.MUST : Occur.SHOULD;
        Query words = words(builder, text, occur);
        if (!asked.get(1).equals("daterange")) {
          return words;
        }
        int first = Integer.parseInt(asked.get(3));
        int last = Integer.parseInt(asked.get(4));
        both.add(words, Occur.MUST).add(IntField.newRangeQuery("date", first, last), Occur.FILTER);
        return both.build();
    }
  }

  /** Each word in any of the fields. */
  private Query words(QueryBuilder builder, String text, Occur occur) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    for (String word : text.strip().split("\\s+")) {
      Query found = either(field -> builder.createBooleanQuery(field, word, Occur.MUST));
      if (!(found instanceof MatchNoDocsQuery)) { // else the analyzer saw no word in it
        all.add(found, occur);
      }
    }
    return all.build();
  }

  private interface OfField {
    Query query(String field);
  }

  /** By article a query of the title, boosted, or of the text; by passage one of the text. */
  private Query either(OfField made) {
    Query text = made.query("text");
    if (text == null) {
      return new MatchNoDocsQuery();
    }
    if (!byArticle) {
      return text;
    }
    BooleanQuery.Builder fields = new BooleanQuery.Builder();
    fields.add(new BoostQuery(made.query("title"), titleBoost), Occur.SHOULD);
    return fields.add(text, Occur.SHOULD).build();
  }

  /** The parts of the next message; null where there is none. */
  private List<String> read() throws IOException {
    int parts;
    try {
      parts = in.readInt();
    } catch (EOFException end) {
      return null;
    }
    List<String> message = new ArrayList<>(parts);
    for (int i = 0; i < parts; i++) {
      message.add(new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8));
    }
    return message;
  }

  private void write(List<String> message) throws IOException {
    out.writeInt(message.size());
    for (String part : message) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      out.writeInt(bytes.length);
      out.write(bytes);
    }
    out.flush();
  }
}
