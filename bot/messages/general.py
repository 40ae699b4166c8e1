"""Kind answers to what the bot cannot use. Each says what to do instead."""

from bot.messages.base import Message, phone_shown
from bot.messages.menu import keyboard
from bot.settings import Company
from bot.speech import N_, Button, Rendered, Words, left_to_right

NOT_USED: dict[str, str] = {
    "command": N_("I do not know this command. Here is what I can do: /help"),
    "text": N_("I did not understand that. Press one of the buttons under the writing field."),
    "old_button": N_("This button is old and no longer does anything. Nothing was changed."),
    "not_yours": N_("This report is not yours, so I cannot show or change it."),
    "no_report": N_("There is no report with this number."),
    "not_for_you": N_("This is for those who work here. Nothing was changed."),
    "document": N_("I cannot take documents. Send a photo instead, and never one of your papers."),
    "location": N_(
        "I do not need to know where you are, and I did not keep it. I know the address of your home."
    ),
    "contact": N_("I did not keep this contact. I never need other people's numbers."),
    "own_number": N_("I do not need your number now, and I did not keep it."),
    "sticker": N_("Nice! But I cannot understand stickers. Press one of the buttons instead."),
    "other": N_("I cannot understand this kind of message. Write, send a photo or speak a voice message."),
    "edited": N_("I do not see changes in messages that were already sent. Please write it once more."),
    "too_long": N_("This text is too long for me. Please write the most important in a few sentences."),
    "too_big": N_("This file is too big: at most 20 megabytes. A photo or a short voice message is enough."),
    "enough": N_("I have enough pictures now and did not keep this one. Go on with the buttons."),
    "empty": N_("The picture did not come through. Please send it once more."),
    "finish_first": N_(
        "You have begun something else. Send it or stop it first (/cancel), then answer here."
    ),
    "which_question": N_("We have several questions to you. Press the answer button under the right report."),
    "no_longer_asked": N_("We no longer wait for this answer, so I did not keep it. You can call us."),
    "helper": N_("An adult in the household must do this."),
    "wrong_number": N_(
        "This does not look like a phone number. Write it with digits only, or press the button."
    ),
    "no_home": N_("You do not have a home with us yet, so there is nothing to report here. Call us instead."),
    "moved": N_("This report is about a home where you no longer live. Those who live there now follow it."),
    "gone": N_("This is no longer shown here."),
    "not_at_home": N_("This is for those who live with us. There is nothing to show."),
    "team": N_("Add me to the group of your team, and write {team} there."),
    "no_team": N_("This group is for no area, so nothing was changed. Write {team} first."),
    "in_private": N_("I have a question for you in our own chat."),
    "no_such_day": N_("I do not know this day. Write it like 27/11 or 2026-11-27."),
    "day_not_to_come": N_("This day has passed, or is more than a year away."),
    "merge_unknown": N_("I know no such order. Write its number, or press one of the buttons."),
    "merge_same": N_("This is the same number. Write the number of the other one."),
    "merge_other_house": N_("That order is about another house. Only two from one house can be the same."),
    "merge_closed": N_("That order is finished, so nothing can become part of it."),
    "draft_open": N_("Finish the report that you have begun first, or stop it: /cancel"),
    "asked_enough": N_(
        "You already have three questions at our office. Add to one of them, or wait for the answer."
    ),
    "no_question": N_("There is no question with this number that you can see."),
    "not_her": N_("Only the person who asked can add to it."),
    "file_on_its_way": N_("Not everything has arrived here yet. Press once more in a moment."),
    "no_files": N_("There is no photo or voice message here."),
    "group": N_("I only talk with one person at a time. Write to me in a private chat."),
}


class NotUsed(Message, frozen=True, tag="general.not_used"):
    """`why` is a key of NOT_USED; unknown ones (of a later release) read as `other`."""

    why: str
    words: list[str] | None = None

    def render(self, _: Words, company: Company) -> Rendered:
        text = _(NOT_USED.get(self.why, NOT_USED["other"]), team=left_to_right("/team"))
        if self.why == "no_home":
            text += "\n" + phone_shown(company.desk.phone)
        return Rendered(text=text, keyboard=None if self.words is None else keyboard(self.words, _))


class Failed(Message, frozen=True, tag="general.failed"):
    """Something went wrong on our side with what she sent."""

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            text=_(
                "Sorry, something went wrong on our side. Nothing is your fault. Please try once more, or "
                "call {phone}.",
                phone=phone_shown(company.desk.phone),
            )
        )


class FailedForStaff(Message, frozen=True, tag="general.failed_for_staff"):
    """`what` is update (a message that could not be handled) or errand (one that could not be sent)."""

    what: str

    def render(self, _: Words, company: Company) -> Rendered:
        text = (
            _("A message from a person could not be handled. It has been set aside for you to look at.")
            if self.what == "update"
            else _("A message to a person could not be delivered. It has been set aside for you to look at.")
        )
        return Rendered(text=text)


class VoiceOffered(Message, frozen=True, tag="general.voice_offered"):
    """A voice note with nothing open: kept until she says what it is. Which of the rooms there are for her:
    `human` is the office, `question` the answers, `fault` reports.
    """

    fault: bool = True
    human: bool = False
    question: bool = False

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            text=_("I have your voice message. What is it about?"),
            buttons=[
                [Button(_("Ask a person"), data="voice.use:human")] if self.human else [],
                [Button(_("Report a fault"), data="voice.use:fault")] if self.fault else [],
                [Button(_("Ask a question"), data="voice.use:question")] if self.question else [],
                [Button(_("Nothing, delete it"), data="voice.use:drop")],
            ],
        )
