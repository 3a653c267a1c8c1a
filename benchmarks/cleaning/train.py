"""Train the block model of the cleaner, after measuring on sites it has not seen how good such a model is.

    python -m benchmarks.cleaning.train --bodies DIR/wcxb-dev --bodies DIR/fundus --snippets DIR/pages \
        --test DIR/readability

Pages with bodies and pages with snippets are trained on; those of `--test` never are. Which sets are good for
what, and under which licence: docs/cleaning-model.md. The pages are cleaned by the rules as they are: where
those change, the model should be trained again. Exit 0 done, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.cleaning.gold import find_sets, read_set
from benchmarks.cleaning.scores import score_bodies
from benchmarks.cleaning.training.examples import Example, examples
from benchmarks.cleaning.training.forests import fold_sites, table_of, train
from dateline.indexer.cleaning.model.deciding import keep
from dateline.indexer.cleaning.model.features import Table
from dateline.indexer.cleaning.model.stored import PATH, Model, write_model

# A page of a publisher's own gold counts as much as six of the others: it is right word for word.
_STRICT_WEIGHT = 6.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Cross-validate, test, train on everything, write; the exit code."""
    options = _parser().parse_args(arguments)
    try:
        pages = [example for folder in options.bodies for example in _read(folder)]
        pages += [example for folder in options.snippets for example in _read(folder)]
        tests = [example for folder in options.test for example in _read(folder)]
    except (OSError, ValueError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    print("| set | pages | kept by | F1 | precision | recall | exact | pages lacking 3 | accuracy |")
    print("| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    _tell(pages, [example.verdict.kept for example in pages], "rules")
    if options.folds:
        _tell(pages, _validated(pages, options.folds), f"model, {options.folds} folds by site")
    model, _ = train(pages)
    if tests:
        _tell(tests, [example.verdict.kept for example in tests], "rules")
        _tell(tests, [_kept(example, model) for example in tests], "model, never trained on")
    write_model(options.out, model)
    print(f"{options.out}: {options.out.stat().st_size:,} bytes, {len(model.odds):,} names", file=sys.stderr)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.cleaning.train",
        description="Train the block model of the cleaner; print how good it is on sites it has not seen.",
    )
    add = parser.add_argument
    add("--bodies", type=Path, action="append", default=[], metavar="DIR",
        help="a set of pages with bodies, or a folder of sets; may be repeated")  # fmt: skip
    add("--snippets", type=Path, action="append", default=[], metavar="DIR", help="one with snippets")
    add("--test", type=Path, action="append", default=[], metavar="DIR", help="one that is never trained on")
    add("--folds", type=int, default=4, metavar="N", help="of the cross-validation; 0 for none (default: 4)")
    add(
        "--out", type=Path, default=PATH, metavar="FILE", help="the model (default: the one of this checkout)"
    )
    return parser


def _read(folder: Path) -> list[Example]:
    found: list[Example] = []
    for path in find_sets(folder):
        pages = read_set(path)
        found += examples(pages, _STRICT_WEIGHT if pages.strict else 1.0)
        print(f"{path.name}: read", file=sys.stderr, flush=True)
    return found


def _validated(pages: Sequence[Example], folds: int) -> list[tuple[int, ...]]:
    """What is kept of each page by a model that was trained without its site."""
    fold = fold_sites([page.site for page in pages], folds, 0)
    kept: list[tuple[int, ...]] = [()] * len(pages)
    for number in range(folds):
        model, _ = train([page for page, own in zip(pages, fold, strict=True) if own != number])
        for place, page in enumerate(pages):
            if fold[place] == number:
                kept[place] = _kept(page, model)
        print(f"fold {number + 1} of {folds} done", file=sys.stderr, flush=True)
    return kept


def _kept(page: Example, model: Model) -> tuple[int, ...]:
    table = Table(page.blocks, table_of(page, model.odds, model.columns), page.ancestry)
    return keep(table, model.forest, page.verdict, page.page)


def _tell(pages: Sequence[Example], kept: Sequence[tuple[int, ...]], by: str) -> None:
    """A row for each set."""
    for name in dict.fromkeys(page.page_set for page in pages):
        found = [
            (page.gold, page.extract(own))
            for page, own in zip(pages, kept, strict=True)
            if page.page_set == name
        ]
        values = score_bodies(found)
        columns = ("F1", "precision", "recall", "exact", "pages lacking 3", "accuracy")
        cells = [f"{values[column]:.4g}" if column in values else "" for column in columns]
        print("| " + " | ".join((name, str(len(found)), by, *cells)) + " |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
