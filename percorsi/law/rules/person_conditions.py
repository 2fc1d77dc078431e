"""The conditions of the person categories and the sentences a mediator reads about each."""

from __future__ import annotations

from percorsi.law.condition import Condition
from percorsi.law.wording import gettext_noop as _

YOUNG_AGE = Condition(
    rule="person_categories.young_jobless.age",
    met=_("Ha {age} anni: meno di {threshold}."),
    not_met=_("Ha {age} anni: la categoria chiede meno di {threshold} anni."),
    unknown=_("Manca la data di nascita: serve per sapere se ha meno di {threshold} anni."),
)
RECENT_EDUCATION = Condition(
    rule="person_categories.young_jobless.education",
    met=_("Ha finito gli studi a tempo pieno il {ended_on}: non più di {threshold} anni fa."),
    not_met=_("Ha finito gli studi a tempo pieno il {ended_on}: più di {threshold} anni fa."),
    unknown=_("Non si sa se ha finito gli studi a tempo pieno negli ultimi {threshold} anni: chiedere la data."),
)
NEVER_WORKED = Condition(
    rule="person_categories.young_jobless.never_worked",
    met=_("Non ha mai avuto un primo lavoro regolare retribuito."),
    not_met=_("Ha già avuto un lavoro regolare retribuito."),
    unknown=_("Non si sa se ha già avuto un lavoro regolare retribuito: chiedere le esperienze di lavoro."),
)
OVER_50_AGE = Condition(
    rule="person_categories.over_50.age",
    met=_("Ha {age} anni: più di {threshold}."),
    not_met=_("Ha {age} anni: la categoria chiede più di {threshold} anni."),
    unknown=_("Manca la data di nascita: serve per sapere se ha più di {threshold} anni."),
)
AT_THE_BORDER = _(
    "Ha compiuto {threshold} anni e non ancora uno di più: le fonti leggono in due modi la soglia. "
    "Chiarire con il Comune se la categoria vale già."
)
JOBLESS = Condition(
    rule="person_categories.jobless",
    met=_("È senza lavoro."),
    not_met=_("Ha un lavoro."),
    unknown=_("Non si sa se è senza lavoro: chiedere la condizione di oggi."),
)
LOSING_JOB = Condition(
    rule="person_categories.losing_job",
    met=_("Sta per perdere il lavoro."),
    not_met=_("Non risulta che stia per perdere il lavoro."),
    unknown=_("Non si sa se sta per perdere il lavoro: chiedere la scadenza del contratto."),
)
LONG_TERM = Condition(
    rule="person_categories.long_term_unemployed.months",
    met=_("È senza lavoro dal {since}: almeno {threshold} mesi."),
    # A shorter present time is never a no: earlier times without work count as well.
    not_met="",
    unknown=_(
        "Chiarire da quando è senza lavoro, contando anche i periodi precedenti: "
        "servono {threshold} mesi negli ultimi {window}."
    ),
)
LONE_PARENT = Condition(
    rule="person_categories.lone_parent.household",
    met=_("È l’unica persona adulta in casa, con figli a carico."),
    not_met=_("Non è l’unica persona adulta in casa con figli a carico."),
    unknown=_("Non si sa se è l’unica persona adulta in casa con figli a carico: chiedere chi vive in casa."),
)
ADULT_AGE = Condition(
    rule="person_categories.lone_parent.age",
    met=_("Ha {age} anni: è una persona adulta."),
    not_met=_("Ha {age} anni: la categoria chiede almeno {threshold} anni."),
    unknown=_("Manca la data di nascita: serve per sapere se ha almeno {threshold} anni."),
)
CIVIL_INVALIDITY = Condition(
    rule="person_categories.disabled_worker_l68.civil",
    met=_("Ha un’invalidità civile del {percent}%: la soglia è {threshold}%."),
    not_met=_("Ha un’invalidità civile del {percent}%: serve almeno il {threshold}%."),
    unknown=_("Non si conosce l’invalidità civile: chiedere il verbale (soglia {threshold}%)."),
)
INAIL_INVALIDITY = Condition(
    rule="person_categories.disabled_worker_l68.inail",
    met=_("Ha un’invalidità INAIL del {percent}%: la soglia è {threshold}%."),
    not_met=_("Ha un’invalidità INAIL del {percent}%: serve almeno il {threshold}%."),
    unknown=_("Non si conosce l’invalidità INAIL: chiedere il certificato (soglia {threshold}%)."),
)
OTHER_L68_TITLE = Condition(
    rule="person_categories.disabled_worker_l68.other_title",
    met=_("Ha un altro titolo della L. 68/99: cecità, sordità, invalidità di guerra o di servizio, assegno INPS."),
    not_met=_("Non risultano altri titoli della L. 68/99."),
    unknown=_("Non si sa se ha altri titoli della L. 68/99: cecità, sordità, invalidità di guerra o di servizio."),
)
