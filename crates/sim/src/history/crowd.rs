//! The many: people put together by chance from names, places and trades.

use super::chooser::Chooser;
use super::people::Person;

/// A country with the first names, last names and cities that are met there.
struct Place(&'static str, [&'static str; 6], [&'static str; 6], [&'static str; 3]);

#[rustfmt::skip]
const PLACES: [Place; 8] = [
    Place("US", ["Emma", "Noah", "Olivia", "James", "Ava", "Lucas"], ["Carter", "Reyes", "Brooks", "Nguyen", "Hayes", "Foster"], ["New York", "Austin", "Denver"]),
    Place("UK", ["Harriet", "George", "Freya", "Callum", "Imogen", "Rhys"], ["Whitfield", "Barnes", "Okafor", "Davies", "Sinclair", "Moss"], ["London", "Leeds", "Glasgow"]),
    Place("Poland", ["Anna", "Piotr", "Kasia", "Marek", "Zofia", "Paweł"], ["Nowak", "Zieliński", "Wójcik", "Mazur", "Krawczyk", "Lis"], ["Warszawa", "Poznań", "Katowice"]),
    Place("Romania", ["Elena", "Mihai", "Irina", "Radu", "Bianca", "Sorin"], ["Ionescu", "Popa", "Stan", "Marin", "Dobre", "Lungu"], ["București", "Brașov", "Sibiu"]),
    Place("Germany", ["Lena", "Felix", "Mareike", "Jonas", "Heike", "Uwe"], ["Schäfer", "Vogt", "Brandt", "Kühn", "Lorenz", "Busch"], ["Berlin", "Hamburg", "München"]),
    Place("Ukraine", ["Оксана", "Андрій", "Наталя", "Богдан", "Юлія", "Ігор"], ["Шевчук", "Кравець", "Ткач", "Лисенко", "Гнатюк", "Савчук"], ["Київ", "Одеса", "Дніпро"]),
    Place("France", ["Camille", "Hugo", "Inès", "Théo", "Margaux", "Rémi"], ["Moreau", "Fontaine", "Girard", "Perrin", "Chevalier", "Blanc"], ["Paris", "Nantes", "Lille"]),
    Place("Spain", ["Lucía", "Javier", "Carmen", "Diego", "Nuria", "Álvaro"], ["Ortega", "Molina", "Serrano", "Vidal", "Rubio", "Campos"], ["Madrid", "Valencia", "Bilbao"]),
];

const ROLES: [&str; 12] = [
    "CEO",
    "Marketing director",
    "Marketing manager",
    "Marketing manager",
    "Sales manager",
    "Sales manager",
    "Product manager",
    "Developer",
    "Developer",
    "Office manager",
    "Designer",
    "Student",
];

const TRADES: [&str; 8] =
    ["Logistics", "Software", "Foods", "Textiles", "Energy", "Studio", "Clinic", "Travel"];

/// Somebody of the crowd. The place is in the address, so that no two have the same.
pub(super) fn person(place: usize, chooser: &mut Chooser) -> Person {
    let Place(country, first, last, cities) = chooser.pick(&PLACES);
    let (first, last) = (*chooser.pick(first), *chooser.pick(last));
    let role = *chooser.pick(&ROLES);
    let (company, employees) = company(last, role, chooser);
    Person {
        name: format!("{first} {last}"),
        mailbox: format!("person-{place}"),
        city: (*chooser.pick(cities)).to_owned(),
        country: (*country).to_owned(),
        role: role.to_owned(),
        company,
        employees,
        age: chooser.chance(60).then(|| chooser.between(20, 62) as u32),
        decides: chooser.chance(40).then(|| chooser.chance(decides_percent(role))),
    }
}

/// Named after whoever founded it. Most are small.
fn company(founder: &str, role: &str, chooser: &mut Chooser) -> (String, u32) {
    if role == "Student" {
        return ("University".to_owned(), 1);
    }
    let name = format!("{founder} {}", chooser.pick(&TRADES));
    let most = if chooser.chance(65) { 24 } else { 400 };
    (name, chooser.between(2, most) as u32)
}

fn decides_percent(role: &str) -> i64 {
    match role {
        "CEO" => 80,
        "Marketing director" | "Sales manager" => 30,
        _ => 5,
    }
}
