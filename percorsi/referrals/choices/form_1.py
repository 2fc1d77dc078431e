"""The first version of the form of a referral."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from percorsi.referrals.choices.questions import Ask, Form, Question, Section

YES, NO = "yes", "no"
PROTECTED = "protected"

_WHO = Section(
    "chi-e",
    _("Chi è"),
    _("Dire chi è"),
    _("Basta un nome. Tutto è necessario, tranne dove c’è scritto «facoltativo»."),
    (
        Question(
            PROTECTED,
            _("Arriva da un luogo protetto?"),
            Ask.ONE,
            _("Centro antiviolenza, casa rifugio, indirizzo segreto. Se sì, nome, codice e indirizzo non si chiedono"),
            _("Indica se arriva da un luogo protetto."),
            ((NO, _("No")), (YES, _("Sì"))),
        ),
        Question("family_names", _("Cognome"), help_text=_("Se ha un nome solo lascia vuoto"), tells_who=True),
        Question("given_names", _("Nome"), missing=_("Scrivi il nome."), tells_who=True),
        Question(
            "born",
            _("Data di nascita"),
            Ask.BIRTH,
            _("Per esempio 3/6/1985. Se è incerta scrivi solo l’anno"),
            _("Scrivi la data di nascita, o almeno l’anno."),
            tells_who=True,
            width="short",
        ),
        Question(
            "codice_fiscale",
            _("Codice fiscale"),
            Ask.CODE,
            _("Anche provvisorio, 11 cifre. Se non c’è lascia vuoto"),
            most=30,
            tells_who=True,
            width="medium",
        ),
        Question("sex", _("Sesso"), Ask.ONE, options=(("F", _("Femmina")), ("M", _("Maschio")))),
        Question("citizenship", _("Cittadinanza"), most=60, width="medium"),
        Question(
            "residence",
            _("Comune di residenza"),
            Ask.MUNICIPALITY,
            missing=_("Scrivi il comune dove risiede."),
            tells_who=True,
            width="medium",
        ),
        Question("address", _("Indirizzo"), most=200, tells_who=True),
        Question("phone", _("Telefono"), most=60, tells_who=True, width="medium"),
        Question(
            "phone_of", _("Di chi è il telefono"), help_text=_("Se non è suo"), most=100, tells_who=True, width="medium"
        ),
    ),
)
_WHY = Section(
    "perche",
    _("Perché"),
    _("Dire perché"),
    _("Perché la persona ha bisogno del servizio, e che cosa si aspetta."),
    (
        Question(
            "needs",
            _("In quali situazioni si trova"),
            Ask.SEVERAL,
            _("Anche più di una"),
            _("Scegli almeno una situazione; se non è nell’elenco scegli «altro»."),
            (
                ("l68_99", _("Certificata o certificato L. 68/99")),
                ("l381_91", _("Svantaggio L. 381/91")),
                ("long_term", _("Senza lavoro da tempo")),
                ("young", _("Giovane senza lavoro")),
                ("older", _("Età avanzata per il mercato del lavoro")),
                ("lone_parent", _("Sola o solo con figli a carico")),
                ("migrant", _("Lavoratrice o lavoratore straniero")),
                ("social", _("In carico ai servizi sociali")),
                ("other", _("Altro")),
            ),
        ),
        Question(
            "reason",
            _("Perché ha bisogno del SIL"),
            Ask.TEXT,
            missing=_("Scrivi perché ha bisogno del SIL."),
            most=3_000,
        ),
        Question("wishes", _("Che cosa si aspetta la persona"), Ask.TEXT, most=1_000),
        Question(
            "agrees",
            _("È d’accordo con la segnalazione?"),
            Ask.ONE,
            missing=_("Indica se la persona è d’accordo."),
            options=((YES, _("Sì")), ("partly", _("In parte")), (NO, _("No"))),
        ),
    ),
)
_SITUATION = Section(
    "situazione",
    _("Situazione"),
    _("Raccontare la situazione"),
    _("Quello che serve per il primo colloquio. Diagnosi e percentuali solo se le sai."),
    (
        Question(
            "work",
            _("Lavoro"),
            Ask.ONE,
            missing=_("Indica come sta con il lavoro."),
            options=(
                ("jobless", _("Senza lavoro")),
                ("losing", _("Sta per perderlo")),
                ("working", _("Lavora")),
                ("unknown", _("Non si sa")),
            ),
        ),
        Question("jobless_since", _("Senza lavoro dal"), Ask.DAY, _("Se lo sai"), width="short"),
        Question("experience", _("Lavori fatti e titolo di studio"), Ask.TEXT, most=2_000),
        Question(
            "hours",
            _("Quando può lavorare"),
            Ask.ONE,
            missing=_("Indica quando può lavorare."),
            options=(
                ("full", _("Tutto il giorno")),
                ("part", _("Solo una parte del giorno")),
                ("unknown", _("Da capire insieme")),
            ),
        ),
        Question(
            "moves",
            _("Come si sposta"),
            Ask.SEVERAL,
            options=(
                ("car", _("Auto propria")),
                ("transit", _("Mezzi pubblici")),
                ("bike", _("Bici o a piedi")),
                ("helped", _("Solo se accompagnata o accompagnato")),
            ),
        ),
        Question("supports", _("Aiuti e servizi già attivi"), Ask.TEXT, most=1_000),
        Question(
            "care",
            _("Attenzioni da avere"),
            Ask.TEXT,
            _("Salute, figli, altro che conta per il lavoro. Lo legge solo l’équipe"),
            most=2_000,
        ),
    ),
)
_PAPERS = Section(
    "documenti",
    _("Documenti e contatto"),
    _("Indicare i documenti"),
    _("Dopo questa pagina rileggi tutto e invii."),
    (
        Question(
            "papers",
            _("Documenti che ci sono"),
            Ask.SEVERAL,
            _("Li porterà al primo colloquio"),
            options=(
                ("identity", _("Documento d’identità")),
                ("permit", _("Permesso di soggiorno")),
                ("invalidity", _("Verbale di invalidità")),
                ("diagnosis", _("Relazione funzionale")),
                ("jobless", _("Iscrizione al centro per l’impiego")),
                ("isee", _("ISEE")),
                ("curriculum", _("Curriculum")),
            ),
        ),
        Question(
            "privacy",
            _("La persona ha ricevuto l’informativa sui suoi dati?"),
            Ask.ONE,
            missing=_("Indica se l’ha ricevuta."),
            options=(("signed", _("Sì, e l’ha firmata")), ("spoken", _("Sì, a voce")), ("not_yet", _("Non ancora"))),
        ),
        Question(
            "contact",
            _("Come conviene contattarla"),
            Ask.ONE,
            missing=_("Indica come conviene contattarla."),
            options=(
                ("direct", _("Direttamente")),
                ("through_me", _("Tramite me")),
                ("together", _("Con un colloquio insieme")),
            ),
        ),
        Question("more", _("Altro da sapere per il primo contatto"), Ask.TEXT, most=1_000),
    ),
)

FORM = Form(1, date(2026, 11, 24), (_WHO, _WHY, _SITUATION, _PAPERS))
