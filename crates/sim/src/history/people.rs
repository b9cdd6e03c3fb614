//! Who they are: forty people with names of many scripts, whom screens and examples show, and as
//! many more as are wanted. None of them exists; their addresses are in domains reserved for examples.

use super::chooser::Chooser;
use super::crowd;

/// Somebody.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub name: String,
    /// The address before the @.
    pub mailbox: String,
    pub city: String,
    pub country: String,
    pub role: String,
    pub company: String,
    pub employees: u32,
    /// Years, if they told.
    pub age: Option<u32>,
    /// Whether they decide about purchases; absent: nobody asked.
    pub decides: Option<bool>,
}

impl Person {
    /// The person of this place among all: first those with names of their own.
    pub(super) fn at(place: usize, chooser: &mut Chooser) -> Self {
        match NAMED.get(place) {
            Some(named) => named.into(),
            None => crowd::person(place, chooser),
        }
    }
}

/// One line of the table below.
pub(super) struct Named([&'static str; 6], u32);

impl From<&Named> for Person {
    fn from(Named(words, employees): &Named) -> Self {
        let [name, mailbox, city, country, role, company] = words.map(str::to_owned);
        Self {
            name,
            mailbox,
            city,
            country,
            role,
            company,
            employees: *employees,
            age: None,
            decides: None,
        }
    }
}

#[rustfmt::skip]
pub(super) const NAMED: [Named; 40] = [
    Named(["Ioana Dumitrescu", "ioana.dumitrescu", "Cluj-Napoca", "Romania", "Marketing director", "Atelier Lemn"], 42),
    Named(["Grzegorz Wróbel", "grzegorz.wrobel", "Warszawa", "Poland", "CEO", "Wróbel Logistyka"], 130),
    Named(["Олена Коваленко", "olena.kovalenko", "Київ", "Ukraine", "Head of sales", "Світло"], 65),
    Named(["Łucja Żak", "lucja.zak", "Łódź", "Poland", "Owner", "Pracownia Żak"], 4),
    Named(["Jürgen Großmann", "juergen.grossmann", "Köln", "Germany", "CFO", "Großmann & Söhne"], 210),
    Named(["Zoë Bell", "zoe.bell", "Bristol", "UK", "Growth lead", "Harbour Labs"], 28),
    Named(["Ángel Núñez", "angel.nunez", "Sevilla", "Spain", "Student", "Universidad"], 1),
    Named(["Siân Pryce", "sian.pryce", "Cardiff", "UK", "Operations manager", "Pryce Textiles"], 75),
    Named(["Håkon Lie", "hakon.lie", "Bergen", "Norway", "CTO", "Fjord Data"], 33),
    Named(["Chloé Lefèvre", "chloe.lefevre", "Lyon", "France", "Marketing manager", "Maison Lefèvre"], 18),
    Named(["Miłosz Sikora", "milosz.sikora", "Kraków", "Poland", "Product manager", "Sikora Soft"], 55),
    Named(["Andreea Munteanu", "andreea.munteanu", "Iași", "Romania", "Head of growth", "Munte Outdoor"], 24),
    Named(["Тарас Мельник", "taras.melnyk", "Львів", "Ukraine", "Founder", "Млин"], 12),
    Named(["Eszter Szűcs", "eszter.szucs", "Szeged", "Hungary", "Director", "Tisza Press"], 90),
    Named(["佐藤 さくら", "sakura.sato", "京都", "Japan", "Marketing manager", "桜工房"], 37),
    Named(["Θάνος Δημητρίου", "thanos.dimitriou", "Θεσσαλονίκη", "Greece", "Owner", "Ελιά"], 9),
    Named(["Nuno Gonçalves", "nuno.goncalves", "Porto", "Portugal", "Sales manager", "Douro Tech"], 47),
    Named(["Ayşe Çelik", "ayse.celik", "İzmir", "Türkiye", "CEO", "Çelik Tekstil"], 160),
    Named(["Đặng Thu Hà", "ha.dang", "Đà Nẵng", "Vietnam", "Developer", "Sông Hàn"], 14),
    Named(["Mohamed El-Sayed", "mohamed.elsayed", "القاهرة", "Egypt", "Purchasing manager", "النيل للتجارة"], 300),
    Named(["Linnea Åström", "linnea.astrom", "Göteborg", "Sweden", "Marketing director", "Nordlys"], 58),
    Named(["Jiří Dvořák", "jiri.dvorak", "Brno", "Czechia", "Head of IT", "Dvořák Strojírny"], 120),
    Named(["Rūta Kazlauskienė", "ruta.kazlauskiene", "Kaunas", "Lithuania", "Office manager", "Gintaras"], 21),
    Named(["Niamh Ó Dónaill", "niamh.odonaill", "Galway", "Ireland", "Content lead", "Inis Media"], 16),
    Named(["Giulia D’Amico", "giulia.damico", "Torino", "Italy", "CMO", "Officine D’Amico"], 83),
    Named(["Priya Raghavan", "priya.raghavan", "Chennai", "India", "Head of marketing", "Marina Analytics"], 140),
    Named(["김하늘", "haneul.kim", "부산", "South Korea", "Designer", "바다"], 6),
    Named(["Matías Ferreyra", "matias.ferreyra", "Córdoba", "Argentina", "Founder", "Pampa Cloud"], 11),
    Named(["Amara Okonkwo", "amara.okonkwo", "Lagos", "Nigeria", "CEO", "Palmgrove"], 52),
    Named(["Mark de Wit", "mark.dewit", "Utrecht", "Netherlands", "Sales director", "De Wit Fietsen"], 68),
    Named(["Élodie Gagnon", "elodie.gagnon", "Québec", "Canada", "Student", "Université"], 1),
    Named(["Vlad Rusu", "vlad.rusu", "Timișoara", "Romania", "Engineer", "Bega Systems"], 39),
    Named(["Magdalena Wysocka", "magdalena.wysocka", "Gdańsk", "Poland", "Marketing director", "Bursztyn"], 115),
    Named(["Сергій Бондар", "serhii.bondar", "Харків", "Ukraine", "Owner", "Бондар Меблі"], 19),
    Named(["Tomasz Jabłoński", "tomasz.jablonski", "Wrocław", "Poland", "Purchasing director", "Jabłoński Stal"], 260),
    Named(["Ebba Holm", "ebba.holm", "Aarhus", "Denmark", "Founder", "Holm Keramik"], 3),
    Named(["Kaisa Mäkelä", "kaisa.makela", "Tampere", "Finland", "Product owner", "Järvi Games"], 44),
    Named(["Luka Babić", "luka.babic", "Split", "Croatia", "Hotel manager", "Jadran"], 77),
    Named(["Mia Thompson", "mia.thompson", "Portland", "US", "Agency owner", "Rosewater Digital"], 26),
    Named(["Nikola Georgieva", "nikola.georgieva", "Пловдив", "Bulgaria", "HR manager", "Тепе"], 34),
];
