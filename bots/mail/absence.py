"""Subjects of automatic answers, in the languages that mail servers and people write them in.

A subject decides nothing by itself: people report what happens "di luar kantor kelurahan", too.
"""

from __future__ import annotations

import re

_PHRASES = (
    # Indonesian, Malay
    "balasan otomatis", "jawaban otomatis", "pesan otomatis", "tanggapan otomatis", "di luar kantor",
    "sedang di luar kantor", "sedang cuti", "saya cuti", "sedang tidak di tempat", "balasan automatik",
    "jawapan automatik", "luar pejabat",
    # English
    "automatic reply", "automatic response", "automated reply", "automated response", "auto reply", "autoreply",
    "auto response", "autoresponse", "auto", "auto re", "out of office", "out of the office", "out of office reply",
    "out of office autoreply", "ooo", "vacation reply", "vacation response", "away from my desk", "on leave",
    "i am out of office", "i am out of the office", "i am on leave", "away message",
    # German, Dutch, Nordic
    "automatische antwort", "abwesenheitsnotiz", "abwesenheit", "abwesend", "außer haus", "nicht im büro",
    "automatisch antwoord", "afwezig", "afwezigheidsbericht", "niet aanwezig", "autosvar", "automatiskt svar",
    "automatisk svar", "frånvaro", "ikke på kontoret", "automaattinen vastaus", "poissa",
    # French, Spanish, Portuguese, Italian, Romanian
    "réponse automatique", "reponse automatique", "absence du bureau", "absent du bureau", "en congé",
    "respuesta automática", "respuesta automatica", "fuera de la oficina", "resposta automática",
    "resposta automatica", "fora do escritório", "ausência temporária", "risposta automatica", "fuori ufficio",
    "fuori sede", "răspuns automat",
    # Slavic, Hungarian, Greek, Turkish, Baltic
    "автоматический ответ", "автоответ", "автоматична відповідь", "нет на работе", "odpowiedź automatyczna",
    "autoodpowiedź", "poza biurem", "automatická odpověď", "automatická odpoveď", "samodejni odgovor",
    "automatski odgovor", "automatikus válasz", "házon kívül", "αυτόματη απάντηση", "otomatik yanıt",
    "ofis dışında", "automatinis atsakymas",
    # Asian, Arabic, Hebrew
    "自动回复", "自動回覆", "自動回信", "自动答复", "自動応答", "自動返信", "不在", "不在通知", "外出", "자동 회신",
    "자동회신", "자동 응답", "부재중", "trả lời tự động", "tự động trả lời", "vắng mặt", "ตอบกลับอัตโนมัติ",
    "การตอบกลับอัตโนมัติ", "الرد التلقائي", "رد تلقائي", "خارج المكتب", "מענה אוטומטי", "תשובה אוטומטית",
    "स्वचालित उत्तर", "স্বয়ংক্রিয় উত্তর",
)  # fmt: skip
_MARKS = r"\s\-‐–—_!*#"
_ANY = "|".join("[ -]?".join(map(re.escape, phrase.split())) for phrase in sorted(_PHRASES, key=len, reverse=True))
_PHRASE = re.compile(
    # As a whole, or before the subject that is answered: "…: Lampu", "… - Lampu", "… Re: Lampu".
    rf"(?:{_ANY})\s*(?:[.!*\s]*$|[:：\-–—|(\[]|re\s*:|until\b|from\b|hingga\b|sampai\b|s/d\b)",
    re.IGNORECASE,
)
_PREFIX = r"(?:re|bls|balas|aw|sv|antw|rv|odp|ynt|fwd?|fw)\s*(?:\[\d+\])?\s*:"
_BEFORE = re.compile(rf"^[{_MARKS}]*(?:{_PREFIX}[{_MARKS}]*)*", re.IGNORECASE)
_BRACKETS = re.compile(r"^[\[(【（{<«]([^\])】）}>»]{2,80})[\])】）}>»]\s*")
_LOOKED_AT = 200


def says_absence(subject: str) -> bool:
    """Whether a subject looks like that of an automatic answer, behind Re: or in brackets as well."""
    left = subject[:_LOOKED_AT]
    for _ in range(4):
        left = _BEFORE.sub("", left, count=1).lstrip()
        if _PHRASE.match(left):
            return True
        bracketed = _BRACKETS.match(left)
        if bracketed is None:
            return False
        if _PHRASE.match(bracketed[1].strip()):
            return True
        left = left[bracketed.end() :]
    return False
