"""Swedish in the reader's own letters, so that she can read a sentence aloud to a Swedish operator.

The sentence on the emergency card stands in Swedish and, below it, as it sounds: Arabic letters for
a Syrian or Iraqi reader, Afghan letters for a reader of Dari. It is a spelling of sounds, not a
translation. Choices where the scripts have no letter of their own:

- v is ڤ in Arabic: whoever does not know the letter reads ف, which is understood (and "två" with ف
  would be a rude word). In Dari it is و.
- p is ب and g is غ in Arabic, پ and گ in Dari.
- tj and soft k are تش in Arabic, چ in Dari: as in the Swedish of Finland, which every operator knows.
- e, i, y and ä are ي; o, å, u and ö are و; ä before r is as open as a. An e without stress is only the
  sign below the letter.
"""

import re
import unicodedata

_VOWELS = "aeéiouyåäö"
_FRONT = "[eéiyäö]"
_J = f"(?:^[dghl]j|^g(?={_FRONT})|j)"

# Pattern in one word of small letters, Arabic, Dari. The first that fits is taken.
_SOUNDS: list[tuple[re.Pattern[str], str, str]] = [
    (re.compile(pattern), arabic, dari)
    for pattern, arabic, dari in [
        (r"(?<=.)[ts]ion", "شون", "شون"),
        (rf"skj|stj|sch|sj|ch|^sk(?={_FRONT})", "ش", "ش"),
        (rf"tj|kj|^k(?={_FRONT})", "تش", "چ"),
        (rf"{_J}ä", "يَ", "یَ"),
        (rf"{_J}[eéiy]", "يِ", "یِ"),
        (rf"{_J}|(?<=[lr])g(?=s?$)", "ي", "ی"),
        (r"ng", "نغ", "نگ"),
        (rf"(?<=[{_VOWELS}])gn", "نغن", "نگن"),
        (r"ig$", "ي", "ی"),
        (r"igt$", "يت", "یت"),
        (rf"c(?={_FRONT})|z|s", "س", "س"),
        (r"ck|c|q(?!u)|k", "ك", "ک"),
        (r"qu", "كڤ", "کو"),
        (r"x", "كس", "کس"),
        (r"ph|f", "ف", "ف"),
        (r"th|t", "ت", "ت"),
        (r"·", "ِ", "ِ"),
        (r"^ä(?=r)", "أَ", "اَ"),
        (r"ä(?=r)", "ا", "َ"),
        # With a letter of their own these would hold a coarse word in Dari.
        (r"(?<=^k)[oåu](?=n)", "و", "ُ"),
        (r"(?<=.[ck])[ei](?=r)", "ي", "ِ"),
        (r"^a", "أ", "آ"),
        (r"^[eéiyä]", "إي", "ای"),
        (r"^[oåuö]", "أو", "او"),
        # Bare, the short words would be read as Dari ones with another vowel: "naw" for "nu".
        (r"(?:(?<=^[^g])|(?<=^sj))[oåuö]$", "و", "ُو"),
        (r"(?<=^.)[iy]$", "ي", "ِی"),
        (r"io$", "يو", "ی\N{ZERO WIDTH NON-JOINER}یو"),
        (r"a", "ا", "ا"),
        (r"[eéiyä]", "ي", "ی"),
        (r"[oåuö]", "و", "و"),
        # After a consonant a bare و would be read as a vowel: "tolu" for "tolv".
        (rf"(?<=[^{_VOWELS}])[vw]", "ڤ", "ْو"),
        (r"[vw]", "ڤ", "و"),
        (r"b", "ب", "ب"),
        (r"d", "د", "د"),
        (r"g", "غ", "گ"),
        (r"h", "ه", "ه"),
        (r"l", "ل", "ل"),
        (r"m", "م", "م"),
        (r"n", "ن", "ن"),
        (r"p", "ب", "پ"),
        (r"r", "ر", "ر"),
    ]
]

# Words that are not said as they are written, or that the rules make hard to read.
_WORDS = {
    "jag": ("ياغ", "یاگ"),
    "och": ("أوك", "اوک"),
    "är": ("أَر", "اَر"),
    "en": ("إِن", "اِن"),
    # With a ي of its own this would be a coarse word in Arabic.
    "er": ("إِر", "اِر"),
    "ett": ("إِت", "اِت"),
    "det": ("ديت", "دیت"),
    "de": ("دوم", "دوم"),
    "dem": ("دوم", "دوم"),
    "mig": ("مَي", "مَی"),
    "dig": ("دَي", "دَی"),
    "sig": ("سَي", "سَی"),
    "hej": ("هَي", "هَی"),
    "nej": ("نَي", "نَی"),
    "ej": ("أَي", "اَی"),
    "hjälp": ("يَلب", "یَلپ"),
    "behöver": ("بيهوڤِر", "بیهووِر"),
    "lägenhet": ("ليغِنهيت", "لیگِنهیت"),
    "lägenheten": ("ليغِنهيتِن", "لیگِنهیتِن"),
    "element": ("إيليمِنت", "ایلیمِنت"),
    "elementet": ("إيليمِنتيت", "ایلیمِنتیت"),
    "jour": ("شور", "شور"),
    "maskin": ("ماشين", "ماشین"),
    "maskinen": ("ماشينِن", "ماشینِن"),
    "människa": ("مينيشا", "مینیشا"),
    "människor": ("مينيشور", "مینیشور"),
    "dari": ("داري", "دری"),
    "pashto": ("بَشتو", "پَشتو"),
    "tigrinska": ("تيغرينسكا", "تیگرینسکا"),
    "ukrainska": ("أوكراينسكا", "اوکراینسکا"),
    "familj": ("فاميلي", "فامیلی"),
    "familjen": ("فاميليِن", "فامیلیِن"),
    "kiosk": ("كيوسك", "کیوسک"),
    "gas": ("غاس", "گاس"),
    "garage": ("غاراش", "گاراژ"),
    "garaget": ("غاراشِت", "گاراژِت"),
    "läckage": ("ليكاش", "لیکاژ"),
    "entré": ("أَنتري", "اَنتری"),
    "entrén": ("أَنترين", "اَنترین"),
    "säger": ("سييِر", "سَیِر"),
    "morgon": ("مورون", "مورون"),
    "kallt": ("كالت", "کالت"),
    "hus": ("هوس", "هُوس"),
    "huset": ("هوسيت", "هُوسیت"),
}

_SHORT_FOR = {"lgh": "lägenhet", "nr": "nummer", "tr": "trappor", "tel": "telefon", "kl": "klockan"}

# Names of streets and of things at home are put together; each part is said as a word of its own.
_LAST_PARTS = re.compile(
    "(?<=...)(?:gatan|gata|vägen|väg|gränden|gränd|stigen|torget|torg|backen|gården|gård|gärdet|huset|hus|"
    "rummet|rum|vattnet|vatten|köket|kök|skåpet|skåp|dörren|dörr|larmet|larm|kranen|kran|fönstret|fönster|"
    "nummer|varnaren|varnare|läckan|läcka|maskinen|maskin|stugan|jouren|jour|hjälpen|hjälp|"
    "(?<![ps])port|djuren|djur|kärlet|kärl|kärret|kärr|källan|källa|kyrkan|kyrka|görelse)$|(?<=..)köpings?$"
)
# Dari parts its words by a half-space, needed where the letter before would run into the next.
_SEAMS = ("", "\N{ZERO WIDTH NON-JOINER}")
_NOT_JOINING = "اآرزژدو"

_UNITS, _TENS, _LETTER_NAMES = (
    line.split()
    for line in (
        "noll ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton "
        "arton nitton",
        "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio",
        "a be se de e eff ge hå i ji kå ell em en o pe ku ärr ess te u ve dubbelve eks y säta å ä ö",
    )
)
_LETTERS = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ", _LETTER_NAMES, strict=True))
_LETTER_SOUNDS = {"A": ("آ", "آ"), "E": ("إيه", "ایه"), "G": ("غي", "گی"), "J": ("يي", "یی")}
_NEAREST = str.maketrans({"ü": "y", "æ": "ä", "ø": "ö", "ß": "s", "ð": "d", "þ": "t", "ł": "l"})

_PUNCTUATION = str.maketrans({",": "،", "?": "؟", ";": "؛", "/": "، "})
_TOKEN = re.compile(r"(?P<digits>[0-9]+)(?P<letter>[A-Za-z](?![^\W\d_]))?|(?P<word>[^\W\d_]+)")
_PHONE = re.compile(r"(?:\+|\b0)[0-9][0-9 -]{5,}[0-9]")
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])[-:./](?=[0-9])")
_UNSTRESSED = re.compile(rf"([{_VOWELS}].*[^{_VOWELS}])e([nrl]s?)$")


def spelled(swedish: str, locale: str) -> str:
    """The Swedish text as it sounds, in the letters of `ar` or `fa_AF`; unchanged for `sv` and `en`.

    Numbers become the Swedish number words, since that is what has to be said: flat 1102 is "elva noll
    två" and 112 "ett ett två".
    """
    if locale not in ("ar", "fa_AF"):
        return swedish
    script = 0 if locale == "ar" else 1
    text = unicodedata.normalize("NFC", swedish)
    text = _PHONE.sub(lambda number: " ".join(re.findall("[0-9]", number[0])), text)
    text = _BETWEEN_DIGITS.sub(" ", text).translate(_PUNCTUATION)
    return _TOKEN.sub(lambda token: _token(token, script), text)


def number_words(digits: str) -> str:
    """How a Swede says a house, flat or telephone number, given as western digits."""
    if digits == "112":
        return "ett ett två"
    if len(digits) > 4:
        return " ".join(_UNITS[int(digit)] for digit in digits)
    if digits.startswith("0") and len(digits) > 1:
        first = 2 if len(digits) == 4 else 1
        return f"{number_words(digits[:first])} {number_words(digits[first:])}"
    number = int(digits)
    if number < 100:
        return _below_hundred(number)
    if number < 1000 or (number % 100 == 0 and number % 1000 != 0):
        many = _below_hundred(number // 100) if number >= 200 else ""
        rest = _below_hundred(number % 100) if number % 100 else ""
        return f"{many} hundra {rest}".strip()
    if number % 1000 == 0:
        return f"{_UNITS[number // 1000]} tusen"
    return f"{_below_hundred(number // 100)} {number_words(digits[2:])}"


def _below_hundred(number: int) -> str:
    if number < 20:
        return _UNITS[number]
    tens = _TENS[number // 10 - 2]
    return f"{tens} {_UNITS[number % 10]}" if number % 10 else tens


def _token(token: re.Match[str], script: int) -> str:
    if token["digits"]:
        said = " ".join(_word(word, script) for word in number_words(token["digits"]).split())
        return f"{said} {_letter(token['letter'].upper(), script)}" if token["letter"] else said
    word = token["word"]
    if len(word) <= 3 and word.isupper() and word not in ("JAG", "ÄR", "NEJ", "Å", "Ö", "I"):
        return " ".join(_letter(letter, script) for letter in word)
    return _word(word.lower(), script)


def _letter(letter: str, script: int) -> str:
    if letter in _LETTER_SOUNDS:
        return _LETTER_SOUNDS[letter][script]
    return _word(_LETTERS[letter], script) if letter in _LETTERS else letter


def _word(word: str, script: int) -> str:
    word = _SHORT_FOR.get(word, word)
    if word in _WORDS:
        return _WORDS[word][script]
    if last := _LAST_PARTS.search(word):
        first = _word(word[: last.start()], script)
        return first + _SEAMS[script] * (first[-1] not in _NOT_JOINING) + _word(last[0], script)
    return _sounds(_plain(word), script)


def _plain(word: str) -> str:
    """The word in the letters of Swedish, every double letter once, an unstressed e marked."""
    word = word.translate(_NEAREST)
    letters = [each if each in "åäöé" else unicodedata.normalize("NFKD", each)[0] for each in word]
    return _UNSTRESSED.sub(r"\1·\2", re.sub(r"(.)\1", r"\1", "".join(letters)))


def _sounds(word: str, script: int) -> str:
    sounds, position = [], 0
    while position < len(word):
        for pattern, *letters in _SOUNDS:
            if found := pattern.match(word, position):
                sounds.append(letters[script])
                position = found.end()
                break
        else:
            sounds.append(word[position])
            position += 1
    return "".join(sounds)
