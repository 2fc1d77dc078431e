"""The words that the invented people are made of: surnames of birds, trees, winds and stones, and nothing real."""

SURNAMES = (
    "Abete", "Acero", "Agata", "Agrifoglio", "Airone", "Allocco", "Allodola", "Alabastro", "Albatro", "Ambra",
    "Ardesia", "Averla", "Balestruccio", "Barbagianni", "Basalto", "Beccaccia", "Betulla", "Biancospino", "Bora",
    "Bosso", "Brezza", "Calandra", "Cardellino", "Carpino", "Castagno", "Cedro", "Cicogna", "Cinciallegra", "Cipresso",
    "Civetta", "Codirosso", "Cormorano", "Corbezzolo", "Cuculo", "Diaspro", "Ebano", "Edera", "Fagiano", "Faggio",
    "Falchetto", "Fenicottero", "Frassino", "Fringuello", "Gabbiano", "Garbino", "Gelso", "Ghiandaia", "Ginepro",
    "Ginestra", "Gheppio", "Granito", "Grecale", "Gufo", "Larice", "Leccio", "Libeccio", "Lodola", "Maestrale",
    "Malachite", "Melograno", "Merlo", "Nibbio", "Nocciolo", "Olmo", "Onice", "Ontano", "Ostro", "Passero",
    "Pernice", "Pettirosso", "Picchio", "Pioppo", "Platano", "Ponente", "Porfido", "Quarzo", "Querciolo", "Rondine",
    "Rovere", "Salice", "Sambuco", "Scirocco", "Scricciolo", "Selce", "Sorbo", "Sparviero", "Storno", "Tiglio",
    "Topazio", "Tordo", "Tortora", "Tramontana", "Travertino", "Upupa", "Usignolo", "Zefiro",
)  # fmt: skip
GIVEN_NAMES = (
    "Ada", "Adele", "Agnese", "Aldo", "Alma", "Amos", "Anita", "Arturo", "Bianca", "Bruno", "Carla", "Cesare", "Clara",
    "Delia", "Dino", "Dora", "Elia", "Emma", "Enea", "Ezio", "Fausta", "Flora", "Gino", "Ida", "Ines", "Irma", "Italo",
    "Lea", "Lia", "Livio", "Luce", "Mina", "Nora", "Olga", "Oreste", "Pia", "Remo", "Rita", "Sara", "Silvio", "Tea",
    "Tito", "Ugo", "Vera", "Zoe",
)  # fmt: skip
# The towns of the service; further ones come from the reference list when the service grows.
TOWNS = (
    "Rho", "Arese", "Cornaredo", "Lainate", "Pero", "Pogliano Milanese", "Pregnana Milanese", "Settimo Milanese",
    "Vanzago", "Nerviano",
)  # fmt: skip
CITIZENSHIPS = ("italiana",) * 7 + ("marocchina", "peruviana", "ucraina")
SCHOOLS = ("licenza elementare", "licenza media", "qualifica professionale", "diploma", "laurea")
EMPLOYERS = ("Vivaio", "Officina", "Forno", "Cartiera", "Magazzini", "Tessitura", "Cooperativa", "Albergo")
ACTIVITIES = ("ORAFO", "Orientamento", "Laboratorio di cucina", "Gruppo di ricerca attiva", "Corso sicurezza")
JOBS = ("addetto alle pulizie", "magazziniere", "aiuto cuoco", "operaio del verde", "cassiera", "impiegata d’ordine")
SENTENCES = (
    "Colloquio di aggiornamento: conferma la disponibilità al mattino e chiede un posto raggiungibile in autobus.",
    "Telefonata breve per spostare l’appuntamento; ha ritirato i documenti al centro per l’impiego.",
    "Rivisto il curriculum insieme: da completare la parte sulle esperienze in magazzino.",
    "Visita in azienda con il tutor: accoglienza buona, restano da chiarire i turni del sabato.",
    "Non si presenta all’incontro; richiamata in giornata, era ammalata. Nuovo appuntamento fissato.",
    "Sentita l’assistente sociale per l’orario del nido, che oggi limita la ricerca alle ore del mattino.",
)
