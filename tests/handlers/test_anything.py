"""Whatever is written or pressed, by whomever: some answer, and nothing that breaks."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.sandbox.groups import Group
from bot.sandbox.phones import Phone
from bot.topics import GROUP_OF, GROUPS
from storage.codes import Invitation
from storage.fault_items import CATEGORIES, ITEMS
from tests.asking import DANGERS, FOUND
from tests.handlers.test_fault_report import STEPS
from tests.talk import Talk
from tests.test_authority import names_of_presses

ANYTHING = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=200),
    st.text(st.characters(min_codepoint=0x10000), min_size=1, max_size=2048),
    st.text("0123456789۰۱۲۳٤٥٦²① +-()", min_size=1, max_size=20),
    st.sampled_from("aض🏠\u202e\x00\n").map(lambda sign: sign * 4096),
    st.sampled_from([*FOUND, *DANGERS]),
)
VALUES = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=12),
    st.integers(-1, 10**18).map(str),
    st.sampled_from(
        ["101", "102.other", "101.²", "١٠١", "²", "101.1", "101.", "yes", "no", "home", "shared"]
    ),
    st.sampled_from(["1", "1.2", "1.deposit", "1.call_us", "sv.1", "sv.deposit", "sv.deposit.0", "sv.g1a"]),
    st.sampled_from([*ITEMS, *CATEGORIES, *GROUP_OF, *GROUPS]),
)


async def _cast(talk: Talk) -> dict[str, Phone]:
    if not hasattr(talk, "cast"):
        household = await talk.household()
        tenant = await talk.tenant("fa_AF", household=household)
        stranger = talk.stranger()
        talk.cast = {
            "tenant": tenant,
            "helper": await talk.helper("ar", household),
            "waiting": await talk.enrolled(
                "ar", Invitation("household", household=await talk.household(home=False))
            ),
            "caretaker": await talk.caretaker(),
            "staff": await talk.staff(),
            "officer": await talk.enrolled("sv", Invitation("officer")),
            "admin": await talk.enrolled("en", Invitation("admin")),
            "nobody": talk.stranger("fa"),
            "stranger": stranger,
        }
        await talk.type(stranger, "/start")
        await talk.press(stranger, "language.set:en")
        talk.cast["nobody"].chat.started = True
        for _ in range(3):
            await talk.report(tenant)
        await talk.forge(tenant, "answer.human:none")
        await talk.type(tenant, "?")
    return talk.cast


# A press after which words are waited for: by whom, and a press that uses them.
OPENS = {
    "answer.human:deposit": ("helper", "threads.ask:send"),
    "threads.add:1": ("tenant", "threads.close:2"),
    "threads.write:1": ("staff", "threads.written:sv.1"),
    "text.write:ar.deposit": ("staff", "text.publish:ar.deposit"),
}
ROLES = ("tenant", "helper", "waiting", "caretaker", "staff", "officer", "admin", "nobody", "stranger")


@ANYTHING
@given(text=TEXTS, role=st.sampled_from(ROLES))
async def test_any_text_is_answered(talk: Talk, text: str, role: str) -> None:
    phone = (await _cast(talk))[role]
    phone._send({"text": text})
    assert await talk.heard(phone)
    assert talk.count("set_aside") == 0
    assert talk.count("undelivered") == 0


@ANYTHING
@given(text=TEXTS, step=st.sampled_from(sorted(STEPS)))
async def test_any_text_in_the_midst_of_a_report_is_answered(talk: Talk, text: str, step: str) -> None:
    phone = (await _cast(talk))["tenant"]
    await talk.type(phone, "/report")
    await talk.forge(phone, *STEPS[step])
    phone._send({"text": text})
    assert await talk.heard(phone)
    assert talk.count("set_aside") == 0
    assert talk.count("undelivered") == 0


@ANYTHING
@given(data=st.data(), role=st.sampled_from(ROLES))
async def test_any_forged_press_is_answered_and_breaks_nothing(
    talk: Talk, data: st.DataObject, role: str
) -> None:
    phone = (await _cast(talk))[role]
    name = data.draw(st.sampled_from([*names_of_presses(talk.company), "offer.show", ""]))
    value = data.draw(VALUES)
    answered = len(talk.courier.answered)
    pressed = f"{name}:{value}".encode()[:64].decode(errors="ignore")
    phone.press(pressed or ":", forge=True)
    await talk.quiet()
    assert len(talk.courier.answered) == answered + 1
    assert talk.count("set_aside") == 0
    assert talk.count("undelivered") == 0


@ANYTHING
@given(data=st.data(), role=st.sampled_from(ROLES), text=TEXTS)
async def test_anything_written_or_pressed_in_a_group_breaks_nothing(
    talk: Talk, data: st.DataObject, role: str, text: str
) -> None:
    phone = (await _cast(talk))[role]
    groups = [chat for chat in talk.telegram.world.chats.values() if chat.is_group]
    group = Group(talk.telegram.world, groups[0]) if groups else talk.telegram.group()
    if not groups:
        group.type(talk.cast["caretaker"], "/team")
        await talk.quiet()
    name = data.draw(st.sampled_from([*names_of_presses(talk.company), "offer.show", ""]))
    value = data.draw(VALUES)
    answered, said = len(talk.courier.answered), len(talk.said)
    group.press(phone, f"{name}:{value}".encode()[:64].decode(errors="ignore") or ":", forge=True)
    talk.telegram.world.queue(
        "message", talk.telegram.world.post(group.chat, "me", {"text": text}, author=phone.chat.user()).body
    )
    await talk.quiet()
    assert len(talk.courier.answered) == answered + 1
    heard = {m["message"] for chat, m in talk.said[said:] if chat == group.chat_id}
    assert heard <= {"order.card", "order.file", "team.let_go", "team.not_here", "general.not_used"}


@ANYTHING
@given(text=TEXTS, opens=st.sampled_from(sorted(OPENS)))
async def test_any_text_to_a_question_or_an_answer_is_answered(talk: Talk, text: str, opens: str) -> None:
    role, then = OPENS[opens]
    phone = (await _cast(talk))[role]
    await talk.forge(phone, opens)
    phone._send({"text": text})
    assert await talk.heard(phone)
    await talk.forge(phone, then, "threads.show:1")
    assert talk.count("set_aside") == 0
    assert talk.count("undelivered") == 0
