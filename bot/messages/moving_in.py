"""After the keys: a short message on some days, made of answers; and once a year the smoke alarm."""

from bot.messages.base import NEWEST, Message, Texts, in_swedish_too, paragraphs
from bot.messages.company_values import values
from bot.settings import Company
from bot.speech import RECORD, Button, Rendered, Words, filled


class MovingStep(Message, frozen=True, tag="moving.step"):
    """What to do `day` days after the keys, by the ids of answers; `swedish` are those beside which the
    Swedish stands. `report` is whether a fault can be reported with it.
    """

    contract: int
    day: int
    topics: list[str]
    swedish: list[str] = []
    done: bool = False
    report: bool = False

    def shown(self, _: Words, company: Company, texts: Texts) -> Rendered:
        listed = [_said(_, company, texts, topic) for topic in self.topics]
        beside = [topic for topic in self.swedish if not _is_reviewed(_, texts, topic)]
        done = Button(_("It is done"), data=f"moving.done:{self.contract}.{self.day}")
        report = Button(_("Report a fault"), data="answer.report:any")
        return Rendered(
            title=_("Welcome to your new home") if self.day == 0 else _("Your new home"),
            text=paragraphs(
                *listed,
                in_swedish_too(
                    _, lambda record: paragraphs(*(_said(record, company, texts, t) for t in beside))
                )
                if beside
                else "",
                _("Done. Thank you!") if self.done else "",
            ),
            buttons=[*([] if self.done else [[done]]), *([[report]] if self.report else [])],
        )


def _said(_: Words, company: Company, texts: Texts, topic: str) -> str:
    found = texts(topic, NEWEST, _.locale)
    if found is None:
        return ""
    return paragraphs(found.title, filled(found.text, values(_, company)))


def _is_reviewed(_: Words, texts: Texts, topic: str) -> bool:
    found = texts(topic, NEWEST, _.locale)
    return _.locale == RECORD or (found is not None and bool(found.reviewed))


class SmokeAlarm(Message, frozen=True, tag="moving.smoke"):
    """Once a year: does it sound? `answer` is "", sounds or silent."""

    answer: str = ""

    def render(self, _: Words, company: Company) -> Rendered:
        said = {
            "sounds": _("Good, it works. I ask again in a year."),
            "silent": _("Thank you. It must be mended soon: report it here."),
        }
        return Rendered(
            title=_("Try your smoke alarm (brandvarnare)"),
            text=paragraphs(
                _(
                    "It is on the ceiling. Press its button until it sounds, or press with the handle of a "
                    "broom."
                ),
                said.get(self.answer, _("Does it sound?")),
            ),
            buttons=[]
            if self.answer == "sounds"
            else [
                [
                    Button(_("It sounds"), data="moving.smoke:sounds"),
                    Button(_("It is silent"), data="moving.smoke:silent"),
                ]
            ],
        )
