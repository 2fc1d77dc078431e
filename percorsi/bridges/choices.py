"""How far an import has come, what can be decided, and how the kinds of its report are called on the screen."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

# A file that nobody carries on with is deleted after a day; refused rows can be fetched for a week.
UNFINISHED_KEPT = timedelta(days=1)
REFUSED_KEPT = timedelta(days=7)


class State(models.TextChoices):
    """How far an import has come."""

    UPLOADED = "uploaded", _("caricato")
    READ = "read", _("da controllare")
    TRIED = "tried", _("provato")
    RUNNING = "running", _("in corso")
    DONE = "done", _("fatto")
    FAILED = "failed", _("non riuscito")
    ABANDONED = "abandoned", _("lasciato")


class Step(models.TextChoices):
    """What a process does for an import at this moment; the words follow "Adesso"."""

    STARTING = "starting", _("si prepara")
    WAITING = "waiting", _("aspetta che finisca un’altra importazione")
    READING = "reading", _("legge le righe")
    COMPARING = "comparing", _("confronta con ciò che c’è già")
    COPYING = "copying", _("fa una copia di tutto")
    WRITING = "writing", _("scrive")


class Decision(models.TextChoices):
    """What becomes of a cell that says something else than the archive."""

    TAKE = "take", _("preso dal registro")
    KEEP = "keep", _("tenuto com’è qui")


CREATED = {
    "people": _("persone"),
    "register_numbers": _("N. pratica"),
    "referrals": _("segnalazioni"),
    "cases": _("percorsi"),
    "organisations": _("aziende ed enti"),
    "traineeships": _("tirocini"),
    "traineeship_months": _("mesi di tirocinio"),
    "placements": _("assunzioni"),
    "participations": _("iscrizioni ai gruppi"),
}
REFUSED = {
    "end_before_start": _("la fine viene prima dell’inizio"),
    "missing_mandatory_date": _("manca una data obbligatoria"),
    "unknown_pratica": _("N. pratica che non c’è"),
    "unknown_company": _("codice azienda che non c’è"),
    "unknown_traineeship": _("codice tirocinio che non c’è"),
    "attendance_outside_dates": _("mese fuori dalle date del tirocinio"),
    "hours_over_limit": _("troppe ore presenti"),
    "negative_hours": _("ore sotto zero"),
    "duplicate_month": _("mese già scritto più in alto"),
    "cf_check_digit": _("codice fiscale con un carattere sbagliato"),
    "cf_birth_mismatch": _("codice fiscale e data di nascita diversi"),
    "cf_sex_mismatch": _("codice fiscale e sesso diversi"),
    "percent_out_of_range": _("percentuale fuori da 0-100"),
    "unreadable_value": _("valore che non si può leggere"),
    "duplicate_key": _("riga già scritta più in alto"),
}
NORMALISED = {
    "title_and_blank_line": _("titolo sopra le intestazioni"),
    "columns_shuffled": _("colonne in altro ordine"),
    "header_variant": _("intestazioni scritte in altro modo"),
    "blank_row": _("righe vuote"),
    "totals_row": _("righe di totale"),
    "date_text_slash": _("date scritte come testo, con le barre"),
    "date_text_dots": _("date scritte come testo, con i punti"),
    "date_text_words": _("date scritte in parole"),
    "date_text_iso": _("date scritte come testo, anno prima"),
    "month_text_abbr": _("mesi scritti in parole"),
    "month_text_slash": _("mesi scritti come testo, con la barra"),
    "month_text_iso": _("mesi scritti come testo, anno prima"),
    "trailing_spaces": _("spazi in più"),
    "upper_case_name": _("nomi tutti in maiuscolo"),
    "accent_as_apostrophe": _("accenti scritti come apostrofi"),
    "lower_case_cf": _("codici fiscali in minuscolo"),
    "phone_as_float": _("telefoni scritti come numeri"),
    "percent_text": _("percentuali scritte come testo"),
    "percent_fraction": _("percentuali scritte come frazioni"),
    "comune_variant": _("comuni scritti in altro modo"),
    "category_variant": _("categorie scritte in altro modo"),
    "contract_variant": _("contratti scritti in altro modo"),
    "nature_variant": _("nature scritte in altro modo"),
    "activity_variant": _("attività scritte in altro modo"),
    "state_variant": _("stati scritti in altro modo"),
    "sex_variant": _("sessi scritti in altro modo"),
    "category_multiple": _("più categorie in una cella"),
    "certain_duplicate": _("stesso codice fiscale di una riga più in alto"),
    "possible_duplicate": _("forse la stessa persona di una riga più in alto"),
}
