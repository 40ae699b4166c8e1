"""Greetings and thanks: a message that is nothing else gets a kind reply of its own."""

from typing import Literal

from bot.answers.normal import normal

_GREETINGS = """
hej hejsan hallå tja tjena god morgon dag kväll goddag godmorgon godkväll tjo
hello hi hey good morning evening afternoon day there
marhaba salam salaam salamu alaikum aleikum assalam
مرحبا مرحبتين اهلا هلا هلو هاي السلام عليكم وعليكم ورحمة الله وبركاته صباح مساء الخير النور كيف حالك كيفك
شلونك حياك
سلام علیکم صبح بخیر شب روز عصر وقت درود خیر چطور هستید هستی استی خوب حال شما مانده نباشید زنده باشید جان
"""
_THANKS = """
tack tackar så mycket tusen för hjälpen snälla du
thanks thank you very much so many thx for the help helping
shukran tashakor tashakur
شكرا جزيلا يسلمو مشكور مشكورة كثيرا كتير تسلم تسلمي الف شكر الله يعطيك العافية لك لكم
تشکر زیاد بسیار ممنون سپاس جهان تشکرات از شما کمک تان
"""
_THANKING = """
tack tackar thanks thank thx shukran tashakor tashakur
شكرا شكر يسلمو مشكور مشكورة تسلم تسلمي تشکر تشکرات ممنون سپاس
"""
# Words that both are said with: alone they are neither.
_ALONE_NEITHER = "du for the so day very help you much شب روز حال شما از خوب زیاد الله كتير"


def _words(texts: str) -> frozenset[str]:
    return frozenset(word for line in texts.splitlines() for word in normal(line).split())


_GREETING_WORDS, _THANKS_WORDS = _words(_GREETINGS), _words(_THANKS)
_THANKING_WORDS, _WITH_OTHERS = _words(_THANKING), _words(_ALONE_NEITHER)


def small_talk(spelt: str) -> Literal["greeting", "thanks"] | None:
    """Whether a normalised message is only a greeting or only thanks."""
    words = set(spelt.split())
    if words <= _WITH_OTHERS:
        return None
    if words & _THANKING_WORDS and words <= _THANKS_WORDS | _GREETING_WORDS:
        return "thanks"
    return "greeting" if words <= _GREETING_WORDS else None
