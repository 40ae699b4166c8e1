// What the phone itself says (not the bot), in the phone's language, and its days and hours.

const WORDS = {
  en: {
    message: "Message", start: "START", bot: "bot", edited: "edited", pinned: "Pinned message",
    what: "What can this bot do?", blocked: "You have blocked this bot.", unblock: "UNBLOCK", photo: "Photo",
    voice: "Voice message", video: "Video", file: "File", contact: "Contact", location: "Location", copied: "Copied", ok: "OK",
    send: "Send", attach: "Attach", hold: "Voice message: hold to speak", fold: "Fold the keyboard",
    unfold: "Show the keyboard", commands: "Commands", more: "More", reply: "Reply", cancel: "Cancel",
    latest: "To the latest message", silent: "sent without sound", play: "Play", pause: "Pause",
  },
  sv: {
    message: "Meddelande", start: "STARTA", bot: "bot", edited: "redigerat", pinned: "Fäst meddelande",
    what: "Vad kan den här boten göra?", blocked: "Du har blockerat boten.", unblock: "SLUTA BLOCKERA", photo: "Bild",
    voice: "Röstmeddelande", video: "Video", file: "Fil", contact: "Kontakt", location: "Plats", copied: "Kopierat", ok: "OK",
    send: "Skicka", attach: "Bifoga", hold: "Röstmeddelande: håll in och tala", fold: "Fäll ihop tangenterna",
    unfold: "Visa tangenterna", commands: "Kommandon", more: "Mer", reply: "Svara", cancel: "Avbryt",
    latest: "Till senaste meddelandet", silent: "skickat utan ljud", play: "Spela", pause: "Pausa",
  },
  ar: {
    message: "رسالة", start: "ابدأ", bot: "روبوت", edited: "مُعدَّلة", pinned: "رسالة مثبّتة",
    what: "ماذا يفعل هذا الروبوت؟", blocked: "لقد حظرت هذا الروبوت.", unblock: "إلغاء الحظر", photo: "صورة",
    voice: "رسالة صوتية", video: "فيديو", file: "ملف", contact: "جهة اتصال", location: "موقع", copied: "تم النسخ", ok: "حسنًا",
    send: "إرسال", attach: "إرفاق", hold: "رسالة صوتية: اضغط مطوّلًا وتكلّم", fold: "طيّ الأزرار",
    unfold: "إظهار الأزرار", commands: "الأوامر", more: "المزيد", reply: "ردّ", cancel: "إلغاء",
    latest: "إلى آخر رسالة", silent: "أُرسلت بلا صوت", play: "تشغيل", pause: "إيقاف",
  },
  fa: {
    message: "پیام", start: "شروع", bot: "روبات", edited: "تغییر داده شد", pinned: "پیام مهم در بالا",
    what: "این روبات چی کرده می‌تواند؟", blocked: "شما این روبات را بند کرده‌اید.", unblock: "دوباره باز کردن", photo: "عکس",
    voice: "پیام صوتی", video: "ویدیو", file: "فایل", contact: "شماره", location: "موقعیت", copied: "کاپی شد", ok: "درست است",
    send: "فرستادن", attach: "ضمیمه", hold: "پیام صوتی: فشار دهید و گپ بزنید", fold: "بستن دکمه‌ها",
    unfold: "نشان دادن دکمه‌ها", commands: "دستورها", more: "بیشتر", reply: "جواب", cancel: "لغو",
    latest: "به آخرین پیام", silent: "بی‌صدا فرستاده شد", play: "پخش", pause: "توقف",
  },
};

export const ZONE = "Europe/Stockholm";

function short(code) {
  const language = (code || "en").toLowerCase().split(/[-_]/)[0];
  return language === "prs" ? "fa" : language;
}

/** The phone's own words for a Telegram language code (`fa`, `prs`, `sv-SE` …). */
export function wordsOf(code) {
  return WORDS[short(code)] || WORDS.en;
}

/** A BCP 47 tag for `lang` and Intl; Persian means Dari here. */
export function tagOf(code) {
  return { fa: "fa-AF", sv: "sv-SE", ar: "ar-u-nu-latn", en: "en-SE" }[short(code)] || short(code);
}

/** The language's English name for the page around the phones. */
export function languageName(code) {
  if (short(code) === "fa") return "Dari";
  try {
    return new Intl.DisplayNames("en", { type: "language" }).of(short(code));
  } catch {
    return code;
  }
}

/** HH:MM in Sweden. */
export function hourOf(iso) {
  return new Intl.DateTimeFormat("sv-SE", { hour: "2-digit", minute: "2-digit", timeZone: ZONE }).format(new Date(iso));
}

/** A key that is the same for two moments on one Swedish day. */
export function dayKey(iso) {
  return new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone: ZONE }).format(new Date(iso));
}

/** The words of a day separator. */
export function dayOf(iso, code) {
  return new Intl.DateTimeFormat(`${tagOf(code)}`, { day: "numeric", month: "long", timeZone: ZONE }).format(new Date(iso));
}
