"""aiogram as its documentation shows it: `aiogram_bot.py URL`. Runs in an environment of its own."""

import asyncio
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup

TEXT = "Good that you called. You can report it here too, so that it is not forgotten."
dispatcher = Dispatcher()


@dispatcher.callback_query()
async def press(query: CallbackQuery, bot: Bot) -> None:
    await query.answer()
    buttons = InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text="Report a fault", callback_data="fault.go:again")]]
    )
    await bot.send_message(query.from_user.id, TEXT, reply_markup=buttons)


async def main(url: str) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    await dispatcher.start_polling(Bot("42:bench", session=session))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
