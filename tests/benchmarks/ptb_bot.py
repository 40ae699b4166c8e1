"""python-telegram-bot as its documentation shows it: `ptb_bot.py URL CONCURRENT`, 0 for one by one."""

import sys

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes

TEXT = "Good that you called. You can report it here too, so that it is not forgotten."


async def press(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.callback_query is not None and update.effective_chat is not None
    await update.callback_query.answer()
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton("Report a fault", callback_data="fault.go:again")]])
    await context.bot.send_message(update.effective_chat.id, TEXT, reply_markup=buttons)


if __name__ == "__main__":
    builder = Application.builder().token("42:bench").base_url(f"{sys.argv[1]}/bot")
    if int(sys.argv[2]):
        builder = builder.concurrent_updates(int(sys.argv[2]))
    application = builder.build()
    application.add_handler(CallbackQueryHandler(press))
    application.run_polling()
