"""The names of the months in the languages of the world's news, as CLDR (44) has them.

Of each language the twelve months in order, the forms of each parted by "/": as it stands in a date, as it
stands alone, and short. Small letters, no full stops.
"""

from __future__ import annotations

from typing import Final

__all__ = ["MONTHS_OF"]

MONTHS_OF: Final[dict[str, str]] = {
    "ar": ("يناير/كانون‌الثاني فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"),
    "az": (
        "yanvar/yan fevral/fev mart/mar aprel/apr may iyun/iyn iyul/iyl avqust/avq sentyabr/sen "
        "oktyabr/okt noyabr/noy dekabr/dek"
    ),
    "be": (
        "студзеня/сту/студзень лютага/лют/люты сакавіка/сак/сакавік красавіка/кра/красавік "
        "мая/май чэрвеня/чэр/чэрвень ліпеня/ліп/ліпень жніўня/жні/жнівень верасня/вер/верасень "
        "кастрычніка/кас/кастрычнік лістапада/ліс/лістапад снежня/сне/снежань"
    ),
    "bg": (
        "януари/яну февруари/фев март април/апр май юни юли август/авг септември/сеп октомври/окт "
        "ноември/ное декември/дек"
    ),
    "bn": (
        "জানুয়ারি/জানু ফেব্রুয়ারি/ফেব মার্চ এপ্রিল/এপ্রি মে জুন জুলাই/জুল আগস্ট/আগ "
        "সেপ্টেম্বর/সেপ/সেপ্ট অক্টোবর/অক্টো নভেম্বর/নভে ডিসেম্বর/ডিসে"
    ),
    "ca": (
        "gener/gen febrer/febr març abril/abr maig juny juliol/jul agost/ag setembre/set "
        "octubre/oct novembre/nov desembre/des"
    ),
    "cs": (
        "ledna/led/leden února/úno/únor března/bře/březen dubna/dub/duben května/kvě/květen "
        "června/čvn/červen července/čvc/červenec srpna/srp/srpen září/zář října/říj/říjen "
        "listopadu/lis/listopad prosince/pro/prosinec"
    ),
    "da": (
        "januar/jan februar/feb marts/mar april/apr maj juni/jun juli/jul august/aug "
        "september/sep oktober/okt november/nov december/dec"
    ),
    "de": (
        "januar/jan februar/feb märz/mär april/apr mai juni/jun juli/jul august/aug "
        "september/sept/sep oktober/okt november/nov dezember/dez"
    ),
    "el": (
        "ιανουαρίου/ιαν/ιανουάριος φεβρουαρίου/φεβ/φεβρουάριος μαρτίου/μαρ/μάρτιος/μάρ "
        "απριλίου/απρ/απρίλιος μαΐου/μαΐ/μάιος/μάι ιουνίου/ιουν/ιούνιος/ιούν "
        "ιουλίου/ιουλ/ιούλιος/ιούλ αυγούστου/αυγ/αύγουστος/αύγ σεπτεμβρίου/σεπ/σεπτέμβριος "
        "οκτωβρίου/οκτ/οκτώβριος νοεμβρίου/νοε/νοέμβριος/νοέ δεκεμβρίου/δεκ/δεκέμβριος"
    ),
    "en": (
        "january/jan february/feb march/mar april/apr may june/jun july/jul august/aug "
        "september/sep october/oct november/nov december/dec"
    ),
    "es": (
        "enero/ene febrero/feb marzo/mar abril/abr mayo/may junio/jun julio/jul agosto/ago "
        "septiembre/sept octubre/oct noviembre/nov diciembre/dic"
    ),
    "et": (
        "jaanuar/jaan veebruar/veebr märts aprill/apr mai juuni juuli august/aug september/sept "
        "oktoober/okt november/nov detsember/dets"
    ),
    "eu": (
        "urtarrila/urt otsaila/ots martxoa/mar apirila/api maiatza/mai ekaina/eka uztaila/uzt "
        "abuztua/abu iraila/ira urria/urr azaroa/aza abendua/abe"
    ),
    "fa": ("ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر"),
    "fi": (
        "tammikuuta/tammi/tammikuu helmikuuta/helmi/helmikuu maaliskuuta/maalis/maaliskuu "
        "huhtikuuta/huhti/huhtikuu toukokuuta/touko/toukokuu kesäkuuta/kesä/kesäkuu "
        "heinäkuuta/heinä/heinäkuu elokuuta/elo/elokuu syyskuuta/syys/syyskuu "
        "lokakuuta/loka/lokakuu marraskuuta/marras/marraskuu joulukuuta/joulu/joulukuu"
    ),
    "fr": (
        "janvier/janv février/févr mars avril/avr mai juin juillet/juil août septembre/sept "
        "octobre/oct novembre/nov décembre/déc"
    ),
    "ga": (
        "eanáir/ean feabhra/feabh márta aibreán/aib bealtaine/beal meitheamh/meith iúil "
        "lúnasa/lún mfómh dfómh samhain/samh nollaig/noll"
    ),
    "gl": (
        "xaneiro/xan febreiro/feb marzo/mar abril/abr maio xuño xullo/xul agosto/ago setembro/set "
        "outubro/out novembro/nov decembro/dec"
    ),
    "he": (
        "ינואר/ינו פברואר/פבר מרץ אפריל/אפר מאי יוני יולי אוגוסט/אוג ספטמבר/ספט אוקטובר/אוק "
        "נובמבר/נוב דצמבר/דצמ"
    ),
    "hi": ("जनवरी/जन फ़रवरी/फ़र मार्च अप्रैल मई जून जुलाई/जुल अगस्त/अग सितंबर/सित अक्टूबर/अक्टू नवंबर/नव दिसंबर/दिस"),
    "hr": (
        "siječnja/sij/siječanj veljače/velj/veljača ožujka/ožu/ožujak travnja/tra/travanj "
        "svibnja/svi/svibanj lipnja/lip/lipanj srpnja/srp/srpanj kolovoza/kol/kolovoz "
        "rujna/ruj/rujan listopada/lis/listopad studenoga/stu/studeni prosinca/pro/prosinac"
    ),
    "hu": (
        "január/jan február/febr március/márc április/ápr május/máj június/jún július/júl "
        "augusztus/aug szeptember/szept október/okt november/nov december/dec"
    ),
    "hy": (
        "հունվարի/հնվ/հունվար փետրվարի/փտվ/փետրվար մարտի/մրտ/մարտ ապրիլի/ապր/ապրիլ "
        "մայիսի/մյս/մայիս հունիսի/հնս/հունիս հուլիսի/հլս/հուլիս օգոստոսի/օգս/օգոստոս "
        "սեպտեմբերի/սեպ/սեպտեմբեր հոկտեմբերի/հոկ/հոկտեմբեր նոյեմբերի/նոյ/նոյեմբեր "
        "դեկտեմբերի/դեկ/դեկտեմբեր"
    ),
    "id": (
        "januari/jan februari/feb maret/mar april/apr mei juni/jun juli/jul agustus/agu "
        "september/sep oktober/okt november/nov desember/des"
    ),
    "is": (
        "janúar/jan febrúar/feb mars/mar apríl/apr maí júní/jún júlí/júl ágúst/ágú september/sep "
        "október/okt nóvember/nóv desember/des"
    ),
    "it": (
        "gennaio/gen febbraio/feb marzo/mar aprile/apr maggio/mag giugno/giu luglio/lug "
        "agosto/ago settembre/set/sett ottobre/ott novembre/nov dicembre/dic"
    ),
    "ka": (
        "იანვარი/იან თებერვალი/თებ მარტი/მარ აპრილი/აპრ მაისი/მაი ივნისი/ივნ ივლისი/ივლ "
        "აგვისტო/აგვ სექტემბერი/სექ ოქტომბერი/ოქტ ნოემბერი/ნოე დეკემბერი/დეკ"
    ),
    "lt": (
        "sausio/saus/sausis vasario/vas/vasaris kovo/kov/kovas balandžio/bal/balandis "
        "gegužės/geg/gegužė birželio/birž/birželis liepos/liep/liepa rugpjūčio/rugp/rugpjūtis "
        "rugsėjo/rugs/rugsėjis spalio/spal/spalis lapkričio/lapkr/lapkritis "
        "gruodžio/gruod/gruodis"
    ),
    "lv": (
        "janvāris/janv februāris/febr marts aprīlis/apr maijs jūnijs/jūn jūlijs/jūl augusts/aug "
        "septembris/sept oktobris/okt novembris/nov decembris/dec"
    ),
    "mk": (
        "јануари/јан февруари/фев март/мар април/апр мај јуни/јун јули/јул август/авг "
        "септември/сеп октомври/окт ноември/ное декември/дек"
    ),
    "ms": (
        "januari/jan februari/feb mac april/apr mei jun julai/jul ogos/ogo september/sep "
        "oktober/okt november/nov disember/dis"
    ),
    "mt": (
        "jannar/jan frar/fra marzu/mar april/apr mejju/mej ġunju/ġun lulju/lul awwissu/aww "
        "settembru/set ottubru/ott novembru/nov diċembru/diċ"
    ),
    "nl": (
        "januari/jan februari/feb maart/mrt april/apr mei juni/jun juli/jul augustus/aug "
        "september/sep oktober/okt november/nov december/dec"
    ),
    "no": (
        "januar/jan februar/feb mars/mar april/apr mai juni/jun juli/jul august/aug september/sep "
        "oktober/okt november/nov desember/des"
    ),
    "pl": (
        "stycznia/sty/styczeń lutego/lut/luty marca/mar/marzec kwietnia/kwi/kwiecień maja/maj "
        "czerwca/cze/czerwiec lipca/lip/lipiec sierpnia/sie/sierpień września/wrz/wrzesień "
        "października/paź/październik listopada/lis/listopad grudnia/gru/grudzień"
    ),
    "pt": (
        "janeiro/jan fevereiro/fev março/mar/marco abril/abr maio/mai junho/jun julho/jul "
        "agosto/ago setembro/set outubro/out novembro/nov dezembro/dez"
    ),
    "ro": (
        "ianuarie/ian februarie/feb martie/mar aprilie/apr mai iunie/iun iulie/iul august/aug "
        "septembrie/sept octombrie/oct noiembrie/nov decembrie/dec"
    ),
    "ru": (
        "января/янв/январь февраля/февр/февраль марта/мар/март апреля/апр/апрель мая/май "
        "июня/июн/июнь июля/июл/июль августа/авг/август сентября/сент/сентябрь "
        "октября/окт/октябрь ноября/нояб/ноябрь декабря/дек/декабрь"
    ),
    "sk": (
        "januára/jan/január februára/feb/február marca/mar/marec apríla/apr/apríl mája/máj "
        "júna/jún júla/júl augusta/aug/august septembra/sep/september októbra/okt/október "
        "novembra/nov/november decembra/dec/december"
    ),
    "sl": (
        "januar/jan februar/feb marec/mar april/apr maj junij/jun julij/jul avgust/avg "
        "september/sep oktober/okt november/nov december/dec"
    ),
    "sq": (
        "janar/jan shkurt/shk mars/mar prill/pri maj qershor/qer korrik/korr gusht/gush "
        "shtator/sht tetor/tet nëntor/nën dhjetor/dhj"
    ),
    "sr": (
        "јануар/јан фебруар/феб март/мар април/апр мај јун јул август/авг септембар/сеп "
        "октобар/окт новембар/нов децембар/дец"
    ),
    "sv": (
        "januari/jan februari/feb mars april/apr maj juni juli augusti/aug september/sep "
        "oktober/okt november/nov december/dec"
    ),
    "sw": (
        "januari/jan februari/feb machi/mac aprili/apr mei juni/jun julai/jul agosti/ago "
        "septemba/sep oktoba/okt novemba/nov desemba/des"
    ),
    "ta": (
        "ஜனவரி/ஜன பிப்ரவரி/பிப் மார்ச்/மார் ஏப்ரல்/ஏப் மே ஜூன் ஜூலை ஆகஸ்ட்/ஆக செப்டம்பர்/செப் அக்டோபர்/அக் நவம்பர்/நவ டிசம்பர்/டிச"
    ),
    "th": (
        "มกราคม/มค กุมภาพันธ์/กพ มีนาคม/มีค เมษายน/เมย พฤษภาคม/พค มิถุนายน/มิย กรกฎาคม/กค "
        "สิงหาคม/สค กันยายน/กย ตุลาคม/ตค พฤศจิกายน/พย ธันวาคม/ธค"
    ),
    "tg": (
        "январ/январи феврал/феврали март/марти апрел/апрели май/майи июн/июни июл/июли "
        "август/августи сентябр/сентябри октябр/октябри ноябр/ноябри декабр/декабри"
    ),
    "tr": (
        "ocak/oca şubat/şub mart/mar nisan/nis mayıs/may haziran/haz temmuz/tem ağustos/ağu "
        "eylül/eyl ekim/eki kasım/kas aralık/ara"
    ),
    "uk": (
        "січня/січ/січень лютого/лют/лютий березня/бер/березень квітня/квіт/квітень "
        "травня/трав/травень червня/черв/червень липня/лип/липень серпня/серп/серпень "
        "вересня/вер/вересень жовтня/жовт/жовтень листопада/лист/листопад грудня/груд/грудень"
    ),
}
