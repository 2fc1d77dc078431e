"""Names for the people who came after the register ended: birds, trees, winds and stones, never anybody's own."""

from random import Random
from typing import NamedTuple

from percorsi.people.choices import Sex

_FAMILY = (
    *("Acacia", "Airone", "Allocco", "Allodola", "Ambra", "Averla", "Balestruccio", "Ballerina", "Beccafico"),
    *("Betulla", "Biancospino", "Bora", "Calandra", "Capinera", "Cardellino", "Carpino", "Castagno", "Cedro"),
    *("Cerro", "Chiurlo", "Ciliegio", "Cincia", "Cipresso", "Civetta", "Codirosso", "Corniolo", "Cornacchia"),
    *("Diaspro", "Faggio", "Fanello", "Farnia", "Fischione", "Folaga", "Frassino", "Fringuello", "Frosone"),
    *("Gabbiano", "Garbino", "Garzetta", "Gelso", "Ghiandaia", "Giada", "Ginepro", "Grecale", "Gruccione"),
    *("Lentisco", "Leccio", "Levante", "Lucherino", "Maestrale", "Merlo", "Mestolone", "Mirto", "Nocciolo"),
    *("Olmo", "Ontano", "Opale", "Ostro", "Pavoncella", "Pettirosso", "Pioppo", "Poiana", "Ponente"),
    *("Porfido", "Rigogolo", "Rondone", "Rovere", "Salice", "Saltimpalo", "Sambuco", "Scricciolo", "Sorbo"),
    *("Storno", "Strillozzo", "Sughera", "Tamerice", "Tasso", "Tiglio", "Topazio", "Tordo", "Tortora"),
    *("Tramontana", "Tuffetto", "Upupa", "Usignolo", "Verdone", "Zefiro", "Zigolo"),
)
_FEMALE = (
    *("Ada", "Alba", "Agnese", "Beatrice", "Bianca", "Camilla", "Carla", "Chiara", "Dalia", "Delia", "Diana", "Elsa"),
    *("Emma", "Flora", "Gaia", "Gemma", "Ginevra", "Greta", "Ilaria", "Ines", "Irma", "Lidia", "Livia", "Lucia"),
    *("Maria Assunta", "Mirella", "Nadia", "Nives", "Olga", "Rita", "Rosa", "Silvia", "Teresa", "Viola", "Zaira"),
)
_MALE = (
    *("Achille", "Aldo", "Amedeo", "Bruno", "Carlo", "Cesare", "Dino", "Elio", "Enea", "Fausto", "Gino", "Guido"),
    *("Ivo", "Lino", "Livio", "Loris", "Marco", "Nino", "Olmo", "Omar", "Orazio", "Oreste", "Piero", "Remo", "Rino"),
    *("Sauro", "Silvio", "Tarcisio", "Tullio", "Ugo", "Valerio", "Vasco", "Walter", "Zeno"),
)
# Citizenship, birth place, words of their languages for palms, storks and the like, given names.
_FROM_ELSEWHERE = (
    ("marocchina", "Marocco", ("Nakhla", "Zaytoun", "Arz"), ("Samira", "Hanane"), ("Younes", "Brahim")),
    ("peruviana", "Perù", ("Ceibo", "Gavilán", "Quenual"), ("Rosario", "Milagros"), ("Wilmer", "Edgar")),
    ("ucraina", "Ucraina", ("Leleka", "Soroka", "Verba"), ("Oksana", "Halyna"), ("Taras", "Bohdan")),
    ("nigeriana", "Nigeria", ("Iroko", "Udara"), ("Joy", "Blessing"), ("Emeka", "Sunday")),
    ("senegalese", "Senegal", ("Baobab", "Ngelaw"), ("Awa", "Fatou"), ("Modou", "Ousmane")),
    ("pakistana", "Pakistan", ("Chinar", "Shaheen"), ("Nasreen", "Shazia"), ("Imran", "Tariq")),
)
_TOWNS = ("Rho", "Milano", "Bollate", "Legnano", "Varese", "Cosenza", "Palermo", "Potenza", "Catania", "Bari")
_FROM_ELSEWHERE_PERCENT = 24
_TWO_FAMILY_NAMES_PERCENT = 6


class Name(NamedTuple):
    """Who somebody is called, and where they come from."""

    family: str
    given: str
    sex: Sex
    citizenship: str
    birth_place: str


def some_name(rng: Random) -> Name:
    """Return a name; who comes from far sometimes has one word only."""
    sex = rng.choice((Sex.FEMALE, Sex.MALE))
    if rng.randrange(100) < _FROM_ELSEWHERE_PERCENT:
        citizenship, country, family, female, male = rng.choice(_FROM_ELSEWHERE)
        given = rng.choice(female if sex == Sex.FEMALE else male)
        return Name(rng.choice(family), given if rng.randrange(8) else "", sex, citizenship, country)
    words = rng.sample(_FAMILY, 2 if rng.randrange(100) < _TWO_FAMILY_NAMES_PERCENT else 1)
    given = rng.choice(_FEMALE if sex == Sex.FEMALE else _MALE)
    return Name(" ".join(words), given, sex, "italiana", rng.choice(_TOWNS))
