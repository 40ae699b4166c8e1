"""A broadcast as python-telegram-bot's documentation shows it, with its AIORateLimiter:
`ptb_notice.py URL FIRST COUNT FOLDER`. FOLDER is where aiolimiter lies. Prints a JSON line when it begins and
one when it is done.
"""

import asyncio
import json
import sys
import time

sys.path.append(sys.argv[4])  # behind our own packages

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import TelegramError
from telegram.ext import AIORateLimiter, Application, CallbackQueryHandler, ContextTypes

TEXT = "The water will be off tomorrow, 08:00–12:00."
BUTTONS = InlineKeyboardMarkup([[InlineKeyboardButton("Report a fault", callback_data="fault.go:again")]])


async def press(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.callback_query is not None and update.effective_chat is not None
    await update.callback_query.answer()
    await context.bot.send_message(update.effective_chat.id, TEXT, reply_markup=BUTTONS)


async def broadcast(application: Application) -> None:  # type: ignore[type-arg]
    first, count = int(sys.argv[2]), int(sys.argv[3])

    async def one(chat: int) -> bool:
        try:
            await application.bot.send_message(chat, TEXT)
        except TelegramError:
            return False
        return True

    print(json.dumps({"moment": "begun", "at": time.monotonic()}), flush=True)
    arrived = await asyncio.gather(*(one(first + number) for number in range(count)))
    done = {"moment": "done", "at": time.monotonic(), "failed": arrived.count(False)}
    print(json.dumps(done), flush=True)


async def begin(application: Application) -> None:  # type: ignore[type-arg]
    application.create_task(broadcast(application))


if __name__ == "__main__":
    builder = Application.builder().token("42:bench").base_url(f"{sys.argv[1]}/bot")
    builder = builder.rate_limiter(AIORateLimiter()).concurrent_updates(16).post_init(begin)
    application = builder.build()
    application.add_handler(CallbackQueryHandler(press))
    application.run_polling()
