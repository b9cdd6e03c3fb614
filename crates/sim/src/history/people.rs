//! Forty people who do not exist. Their addresses are in domains reserved for examples.

/// Somebody.
#[derive(Debug)]
pub(super) struct Person {
    pub name: &'static str,
    /// The address before the @.
    pub mailbox: &'static str,
    pub city: &'static str,
    pub country: &'static str,
    pub role: &'static str,
    pub company: &'static str,
    pub employees: u32,
}

const fn person(
    [name, mailbox, city, country, role, company]: [&'static str; 6],
    employees: u32,
) -> Person {
    Person { name, mailbox, city, country, role, company, employees }
}

#[rustfmt::skip]
pub(super) const PEOPLE: [Person; 40] = [
    person(["Ioana Dumitrescu", "ioana.dumitrescu", "Cluj-Napoca", "Romania", "Marketing director", "Atelier Lemn"], 42),
    person(["Grzegorz Wróbel", "grzegorz.wrobel", "Warszawa", "Poland", "CEO", "Wróbel Logistyka"], 130),
    person(["Олена Коваленко", "olena.kovalenko", "Київ", "Ukraine", "Head of sales", "Світло"], 65),
    person(["Łucja Żak", "lucja.zak", "Łódź", "Poland", "Owner", "Pracownia Żak"], 4),
    person(["Jürgen Großmann", "juergen.grossmann", "Köln", "Germany", "CFO", "Großmann & Söhne"], 210),
    person(["Zoë Bell", "zoe.bell", "Bristol", "United Kingdom", "Growth lead", "Harbour Labs"], 28),
    person(["Ángel Núñez", "angel.nunez", "Sevilla", "Spain", "Student", "Universidad"], 1),
    person(["Siân Pryce", "sian.pryce", "Cardiff", "United Kingdom", "Operations manager", "Pryce Textiles"], 75),
    person(["Håkon Lie", "hakon.lie", "Bergen", "Norway", "CTO", "Fjord Data"], 33),
    person(["Chloé Lefèvre", "chloe.lefevre", "Lyon", "France", "Marketing manager", "Maison Lefèvre"], 18),
    person(["Miłosz Sikora", "milosz.sikora", "Kraków", "Poland", "Product manager", "Sikora Soft"], 55),
    person(["Andreea Munteanu", "andreea.munteanu", "Iași", "Romania", "Head of growth", "Munte Outdoor"], 24),
    person(["Тарас Мельник", "taras.melnyk", "Львів", "Ukraine", "Founder", "Млин"], 12),
    person(["Eszter Szűcs", "eszter.szucs", "Szeged", "Hungary", "Director", "Tisza Press"], 90),
    person(["佐藤 さくら", "sakura.sato", "京都", "Japan", "Marketing manager", "桜工房"], 37),
    person(["Θάνος Δημητρίου", "thanos.dimitriou", "Θεσσαλονίκη", "Greece", "Owner", "Ελιά"], 9),
    person(["Nuno Gonçalves", "nuno.goncalves", "Porto", "Portugal", "Sales manager", "Douro Tech"], 47),
    person(["Ayşe Çelik", "ayse.celik", "İzmir", "Türkiye", "CEO", "Çelik Tekstil"], 160),
    person(["Đặng Thu Hà", "ha.dang", "Đà Nẵng", "Vietnam", "Developer", "Sông Hàn"], 14),
    person(["Mohamed El-Sayed", "mohamed.elsayed", "القاهرة", "Egypt", "Purchasing manager", "النيل للتجارة"], 300),
    person(["Linnea Åström", "linnea.astrom", "Göteborg", "Sweden", "Marketing director", "Nordlys"], 58),
    person(["Jiří Dvořák", "jiri.dvorak", "Brno", "Czechia", "Head of IT", "Dvořák Strojírny"], 120),
    person(["Rūta Kazlauskienė", "ruta.kazlauskiene", "Kaunas", "Lithuania", "Office manager", "Gintaras"], 21),
    person(["Niamh Ó Dónaill", "niamh.odonaill", "Galway", "Ireland", "Content lead", "Inis Media"], 16),
    person(["Giulia D’Amico", "giulia.damico", "Torino", "Italy", "CMO", "Officine D’Amico"], 83),
    person(["Priya Raghavan", "priya.raghavan", "Chennai", "India", "Head of marketing", "Marina Analytics"], 140),
    person(["김하늘", "haneul.kim", "부산", "South Korea", "Designer", "바다"], 6),
    person(["Matías Ferreyra", "matias.ferreyra", "Córdoba", "Argentina", "Founder", "Pampa Cloud"], 11),
    person(["Amara Okonkwo", "amara.okonkwo", "Lagos", "Nigeria", "CEO", "Palmgrove"], 52),
    person(["Mark de Wit", "mark.dewit", "Utrecht", "Netherlands", "Sales director", "De Wit Fietsen"], 68),
    person(["Élodie Gagnon", "elodie.gagnon", "Québec", "Canada", "Student", "Université"], 1),
    person(["Vlad Rusu", "vlad.rusu", "Timișoara", "Romania", "Engineer", "Bega Systems"], 39),
    person(["Magdalena Wysocka", "magdalena.wysocka", "Gdańsk", "Poland", "Marketing director", "Bursztyn"], 115),
    person(["Сергій Бондар", "serhii.bondar", "Харків", "Ukraine", "Owner", "Бондар Меблі"], 19),
    person(["Tomasz Jabłoński", "tomasz.jablonski", "Wrocław", "Poland", "Purchasing director", "Jabłoński Stal"], 260),
    person(["Ebba Holm", "ebba.holm", "Aarhus", "Denmark", "Founder", "Holm Keramik"], 3),
    person(["Kaisa Mäkelä", "kaisa.makela", "Tampere", "Finland", "Product owner", "Järvi Games"], 44),
    person(["Luka Babić", "luka.babic", "Split", "Croatia", "Hotel manager", "Jadran"], 77),
    person(["Mia Thompson", "mia.thompson", "Portland", "United States", "Agency owner", "Rosewater Digital"], 26),
    person(["Nikola Georgieva", "nikola.georgieva", "Пловдив", "Bulgaria", "HR manager", "Тепе"], 34),
];
