""" "Che cosa dice il vostro registro": the letter after an import, as plain words and figures. It knows no database.

It is Italian in every language of the pages, as all letters are. Each figure has a key by which its rows are asked for.
"""

from dataclasses import dataclass, field
from datetime import date

# Paths are looked at again when nothing was heard for so long, or when the person has been at work for so long.
SILENT_MONTHS, HIRED_MONTHS = 18, 6
PAIRS = "doppioni"
CERTIFICATES, PERMITS, UNDATED = "verbali-scaduti", "permessi-scaduti", "verbali-senza-revisione"
SILENT, MONTHS = "percorsi-silenziosi", "mesi-senza-pagatore"
HIRED, SUSPENDED, REVIEW = "assunti", "sospesi", "da-rivedere"
# The figures that open to rows of their own; the pairs have their page already.
WITH_ROWS = (CERTIFICATES, PERMITS, UNDATED, SILENT, MONTHS, HIRED, SUSPENDED, REVIEW)


@dataclass(frozen=True, slots=True)
class Found:
    """What was counted, by key of the figure; ``operators`` are candidates for review by who follows them, "" nobody.

    ``brought`` is the name of the file and its day, None when no import was done.
    """

    counts: dict[str, int]
    months_traineeships: int = 0
    operators: list[tuple[str, int]] = field(default_factory=list)
    brought: tuple[str, date] | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in its sentence: ``words`` follow the number. Zero has a sentence of its own, and opens nothing."""

    key: str
    count: int
    words: str


@dataclass(frozen=True, slots=True)
class Section:
    """A title, its figures, and what can be done about them."""

    title: str
    figures: tuple[Figure, ...]
    advice: str


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody with their candidates for review; ``key`` is the name, blank for the paths that nobody follows."""

    key: str
    count: int

    @property
    def name(self) -> str:
        """The name as the letter says it."""
        return self.key or "senza operatore"


@dataclass(frozen=True, slots=True)
class Letter:
    """The whole letter. ``operators`` are those with most candidates first."""

    day: date
    opening: str
    sections: tuple[Section, ...]
    operators: tuple[Operator, ...]
    closing: str


def compose(found: Found, *, on: date) -> Letter:
    """Return the letter for what was counted on a day."""
    return Letter(
        day=on,
        opening=_opening(found),
        sections=(_pairs(found), _papers(found), _silent(found), _months(found), _review(found)),
        operators=tuple(Operator(name, count) for name, count in found.operators),
        closing="Niente è stato deciso al posto vostro: ogni cifra apre le righe che la compongono, e decide chi segue "
        "la persona. Le scadenze dei percorsi importati si contano dal giorno dell’importazione.",
    )


def _opening(found: Found) -> str:
    if found.brought is None:
        return "Ecco che cosa dice oggi il vostro archivio."
    name, day = found.brought
    return f"Il registro «{name}» è entrato il {day:%d/%m/%Y}. Ecco che cosa dice oggi il vostro archivio."


def _pairs(found: Found) -> Section:
    words = "coppia di persone forse è una persona sola", "coppie di persone forse sono una persona sola"
    return Section(
        "Possibili doppioni",
        (_figure(found, PAIRS, *words),),
        "Confrontatele fianco a fianco: unire si può annullare, e chi è diverso non viene riproposto.",
    )


def _papers(found: Found) -> Section:
    certificates = (
        "verbale di invalidità ha passato il giorno di revisione",
        "verbali di invalidità hanno passato il giorno di revisione",
    )
    permits = "permesso di soggiorno è scaduto", "permessi di soggiorno sono scaduti"
    undated = "invalidità è senza data di revisione", "invalidità sono senza data di revisione"
    return Section(
        "Verbali e permessi",
        (
            _figure(found, CERTIFICATES, *certificates),
            _figure(found, PERMITS, *permits),
            _figure(found, UNDATED, *undated),
        ),
        "Si contano solo le persone con un percorso aperto. Il registro non ha una colonna per queste scadenze: "
        "chiedete il documento al prossimo incontro e scrivete la data.",
    )


def _silent(found: Found) -> Section:
    words = (
        f"percorso aperto non dà notizie da {SILENT_MONTHS} mesi",
        f"percorsi aperti non danno notizie da {SILENT_MONTHS} mesi",
    )
    return Section(
        "Percorsi silenziosi",
        (_figure(found, SILENT, *words),),
        "Nessuna nota, nessun appuntamento, nessun mese di tirocinio, nessuna assunzione, nessun gruppo: cominciate da "
        "una telefonata.",
    )


def _months(found: Found) -> Section:
    stages = found.months_traineeships
    where = "in un tirocinio" if stages == 1 else f"in {_number(stages)} tirocini"
    where = f", {where}," if stages else ""
    words = f"mese con ore presenti{where} è senza pagatore", f"mesi con ore presenti{where} sono senza pagatore"
    return Section(
        "Mesi senza pagatore",
        (_figure(found, MONTHS, *words),),
        "Scrivete chi paga il tirocinio: basta una volta, vale per tutti i suoi mesi.",
    )


def _review(found: Found) -> Section:
    hired = (
        f"persona con un percorso aperto lavora da più di {HIRED_MONTHS} mesi",
        f"persone con un percorso aperto lavorano da più di {HIRED_MONTHS} mesi",
    )
    suspended = (
        "percorso è sospeso senza un giorno in cui riguardarlo",
        "percorsi sono sospesi senza un giorno in cui riguardarli",
    )
    total = "percorso in tutto è da rivedere", "percorsi in tutto sono da rivedere"
    return Section(
        "Candidati alla revisione dei casi",
        (_figure(found, HIRED, *hired), _figure(found, SUSPENDED, *suspended), _figure(found, REVIEW, *total)),
        "Con i percorsi silenziosi sono quelli da cui cominciare: proseguire, ridefinire, sospendere o dimettere lo "
        "decidete voi, con il servizio inviante.",
    )


def _figure(found: Found, key: str, one: str, many: str) -> Figure:
    count = found.counts.get(key, 0)
    return Figure(key, count, one if count == 1 else many)


def _number(count: int) -> str:
    return f"{count:,}".replace(",", ".")
