"""The first screens: language, privacy, code, welcome."""

from bot.messages.base import Message, paragraphs, phone_shown
from bot.messages.menu import keyboard
from bot.settings import Company
from bot.speech import LOCALES, NAMES, Button, Copied, Rendered, Words

# The four names of the languages, each in its own script, need no translation: this is the one text that
# is the same for everybody, since the reader's language is not known yet.
CHOOSE = "Välj språk · اللغة · زبان · Language"


class ChooseLanguage(Message, frozen=True, tag="start.language"):
    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=company.name,
            text=CHOOSE,
            buttons=[[Button(NAMES[locale], data=f"language.set:{locale}")] for locale in LOCALES],
        )


class LanguageChosen(Message, frozen=True, tag="start.language_chosen"):
    words: list[str]

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            text=_("From now on I speak English with you. Change it at any time with /language."),
            keyboard=keyboard(self.words, _),
        )


class Privacy(Message, frozen=True, tag="start.privacy"):
    """Before anything is kept but the update itself and the language. `work` is for one who works here."""

    work: bool = False

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("Before we begin: what we keep about you"),
            text=self._for_work(_) if self.work else self._for_tenants(_, company),
            buttons=[
                [Button(_("I have understood, go on"), data="privacy.ok:yes")],
                [Button(_("No, I would rather call"), data="privacy.ok:no")],
            ],
        )

    def _for_work(self, _: Words) -> str:
        return paragraphs(
            _(
                "We keep: that this phone belongs to you who work here, your name as the office wrote it, "
                "your language, and what you do with the orders. Tenants do not see your name."
            ),
            _(
                "Who sees it: your colleagues and our office. Telegram carries the messages and can "
                "read them, so never send documents or secrets here."
            ),
            _("It is voluntary. You can always get your orders from the office instead."),
        )

    def _for_tenants(self, _: Words, company: Company) -> str:
        never = _("A report never affects your contract or your place in the queue.")
        return paragraphs(
            _(
                "We keep: that this phone belongs to your home, your language, and what you report "
                "with its pictures. We do not ask for your name or your personal number."
            ),
            _(
                "Who sees it: our caretakers and our office. Telegram carries the messages and can "
                "read them, so never send documents or secrets here."
            ),
            _(
                "It is voluntary. You can always call {phone} or visit us at {address} instead. It is just "
                "as good.",
                phone=phone_shown(company.desk.phone),
                address=company.desk.address,
            ),
            never if company.privacy.never_affects_you else "",
        )


class RatherCall(Message, frozen=True, tag="start.rather_call"):
    """She said no: nothing more is kept."""

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            text=_(
                "That is fine. We keep nothing about you. Call us on {phone}, or come to {address}. If you "
                "change your mind, send your code here.",
                phone=phone_shown(company.desk.phone),
                address=company.desk.address,
            )
        )


class NoCode(Message, frozen=True, tag="start.no_code"):
    """Without a code: what one sees, and how to get one."""

    words: list[str]

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("Hello! I am a bot from {company}.", company=company.name),
            text=paragraphs(
                _(
                    "To report faults here you need a code on paper. You get it with the keys to your "
                    "home, or at our office: {address}, {phone}.",
                    phone=phone_shown(company.desk.phone),
                    address=company.desk.address,
                ),
                _("Do you have a code? Write it here. It has 10 letters and digits."),
                _("You can ask me questions without a code.") if company.rooms.questions else "",
            ),
            keyboard=keyboard(self.words, _),
        )


class CodeRefused(Message, frozen=True, tag="start.code_refused"):
    """`why` is unknown, expired, used or wait; `minutes` is how long the wait is."""

    why: str
    minutes: int = 0

    def render(self, _: Words, company: Company) -> Rendered:
        if self.why == "wait":
            text = _.plural(
                "That was too many wrong codes. Please wait {n} minute and try again.",
                "That was too many wrong codes. Please wait {n} minutes and try again.",
                self.minutes,
            )
        elif self.why == "expired":
            text = _("This code is too old and no longer works. You get a new one at our office.")
        elif self.why == "used":
            text = _(
                "This code has been used already. Each phone needs a code of its own: ask our office for one."
            )
        else:
            text = _(
                "I do not know this code. Please look at the paper again: it has 10 letters and digits, and "
                "never a zero, the letter O, a one or the letter I."
            )
        office = _("Our office: {phone}", phone=phone_shown(company.desk.phone))
        return Rendered(text=f"{text}\n\n{office}")


class Welcome(Message, frozen=True, tag="start.welcome"):
    """The code was taken. `role` is adult, helper, caretaker, staff, officer or admin; `home` is address
    and flat, empty for a household that waits for a home.
    """

    role: str
    words: list[str]
    home: str = ""
    name: str = ""
    areas: tuple[str, ...] = ()

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("Welcome!"),
            text=paragraphs(
                self._who(_),
                _("The buttons are under the writing field. Press one of them at any time."),
            ),
            keyboard=keyboard(self.words, _),
        )

    def _who(self, _: Words) -> str:
        if self.role == "caretaker":
            return _(
                "You look after: {areas}. New orders come here. Press Orders to see what is open.",
                areas=Copied(_.list(self.areas)),
            )
        if self.role in ("staff", "officer", "admin"):
            return _("You are signed in as staff. What you need to act on comes to this chat.")
        if not self.home:
            return _("This phone now belongs to your household. When you get a home from us, it follows.")
        if self.role == "helper":
            return _("You help the household at {home}. You can report faults for them.", home=self.home)
        return _("This phone now belongs to your home: {home}.", home=self.home)
