//! What machines call themselves, as far as they say so. Lower case; a part of the name is enough.

/// Programs that fetch links for somebody else: scanners of mail gateways, previews of chats, and
/// libraries that no person reads mail with.
const MACHINES: [&str; 38] = [
    "bot",
    "crawler",
    "spider",
    "scanner",
    "preview",
    "headlesschrome",
    "phantomjs",
    "puppeteer",
    "playwright",
    "selenium",
    "barracuda",
    "mimecast",
    "proofpoint",
    "ironport",
    "fortinet",
    "sophos",
    "symantec",
    "messagelabs",
    "trendmicro",
    "trend micro",
    "forcepoint",
    "zscaler",
    "virustotal",
    "urlscan",
    "safebrowsing",
    "google-safety",
    "existence discovery",
    "facebookexternalhit",
    "whatsapp/",
    "curl/",
    "wget/",
    "python",
    "go-http-client",
    "java/",
    "apache-httpclient",
    "libwww",
    "node-fetch",
    "axios/",
];

/// Programs that fetch the pictures of a mail for a person, or ahead of one: nobody can tell which.
const PROXIES: [&str; 3] = ["googleimageproxy", "yahoomailproxy", "duckduckgo-image"];

/// Apple Mail Privacy Protection fetches everything at delivery and names itself no further than this.
const APPLE: &str = "mozilla/5.0";

/// Whether this is a program that reads for nobody. Who does not say what it is, is one.
pub fn is_machine(agent: &str) -> bool {
    // Phones of the brand Cubot are no bots.
    let agent = agent.trim().to_lowercase().replace("cubot", "");
    agent.is_empty() || MACHINES.iter().any(|name| agent.contains(name))
}

/// Whether this is a program that fetches for, or ahead of, a person.
pub fn is_proxy(agent: &str) -> bool {
    let agent = agent.trim().to_lowercase();
    agent == APPLE || PROXIES.iter().any(|name| agent.contains(name))
}
