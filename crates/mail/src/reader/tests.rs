//! Requests as they come, and who made them.

use url::Url;

use super::*;

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const DELIVERED: Timestamp = Timestamp::from_ms(1_790_000_000_000);

fn click(link: &str) -> Purpose {
    Purpose::Click(Url::parse(&format!("https://x.co/{link}")).unwrap())
}

/// A GET with Firefox, so many milliseconds after the delivery.
fn get(after_ms: i64, purpose: &Purpose) -> Request<'_> {
    let at = Timestamp::from_ms(DELIVERED.as_ms() + after_ms);
    Request { at, purpose, is_get: true, agent: FIREFOX, ahead: "" }
}

fn alone(request: &Request<'_>) -> Reader {
    reader(request, &[], Some(DELIVERED))
}

#[test]
fn a_browser_some_time_after_delivery_is_a_person() {
    assert_eq!(alone(&get(60_000, &click("a"))), Reader::Human);
    assert_eq!(alone(&get(5_000, &Purpose::Open)), Reader::Human);
    assert_eq!(reader(&get(0, &Purpose::Open), &[], None), Reader::Human);
}

#[test]
fn nobody_reads_within_seconds_of_delivery() {
    for after_ms in [4_999, 0, -1_000] {
        assert_eq!(alone(&get(after_ms, &click("a"))), Reader::Machine(Sign::Soon));
    }
}

#[test]
fn whoever_only_asks_about_a_page_is_a_program() {
    let head = Request { is_get: false, ..get(60_000, &Purpose::Open) };
    assert_eq!(alone(&head), Reader::Machine(Sign::Method));
}

#[test]
fn who_follows_the_trap_gives_away_what_it_did_around_it() {
    let (trap, link) = (Purpose::Honeypot, click("a"));
    assert_eq!(alone(&get(60_000, &trap)), Reader::Machine(Sign::Trap));
    let trapped = [get(90_000, &trap)];
    for (after_ms, expect) in [
        (30_000, Reader::Machine(Sign::Trap)),
        (150_000, Reader::Machine(Sign::Trap)),
        (150_001, Reader::Human),
    ] {
        let got = reader(&get(after_ms, &link), &trapped, Some(DELIVERED));
        assert_eq!(got, expect, "{after_ms}");
    }
}

#[test]
fn three_links_within_three_seconds_are_followed_by_no_hand() {
    let links = [click("a"), click("b"), click("c")];
    let burst = |times: [i64; 3]| {
        let requests = [0, 1, 2].map(|index| get(times[index], &links[index]));
        [0, 1, 2].map(|index| {
            let mut others = requests.to_vec();
            let request = others.remove(index);
            reader(&request, &others, Some(DELIVERED))
        })
    };
    assert_eq!(burst([60_000, 61_500, 63_000]), [Reader::Machine(Sign::Burst); 3]);
    assert_eq!(burst([60_000, 61_500, 63_001]), [Reader::Human; 3]);
}

#[test]
fn one_link_clicked_three_times_is_an_impatient_person() {
    let link = click("a");
    let others = [get(60_100, &link), get(60_200, &link)];
    assert_eq!(reader(&get(60_000, &link), &others, Some(DELIVERED)), Reader::Human);
}

#[test]
fn opening_a_mail_during_a_burst_of_clicks_is_not_a_click() {
    let links = [click("a"), click("b"), click("c")];
    let others = links.each_ref().map(|link| get(60_000, link));
    assert_eq!(reader(&get(60_000, &Purpose::Open), &others, Some(DELIVERED)), Reader::Human);
}

#[test]
fn programs_that_say_what_they_are_are_believed() {
    let check = |agent: &str, expect: Reader| {
        assert_eq!(alone(&Request { agent, ..get(60_000, &Purpose::Open) }), expect, "{agent}");
    };
    for agent in [
        "",
        " ",
        "curl/8.5.0",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (X11) AppleWebKit/537.36 HeadlessChrome/140.0 Safari/537.36",
        "BarracudaCentral",
        "Microsoft Office Existence Discovery",
        "python-requests/2.34.2",
        "Slackbot-LinkExpanding 1.0",
    ] {
        check(agent, Reader::Machine(Sign::Agent));
    }
    for agent in [
        "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
        "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html",
        "Mozilla/5.0",
    ] {
        check(agent, Reader::Machine(Sign::Proxy));
    }
    for agent in [
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
        "Mozilla/5.0 (Linux; Android 13; CUBOT X70) AppleWebKit/537.36 Chrome/140.0 Mobile",
        "Outlook-iOS/2.0",
        "Thunderbird/140.0",
    ] {
        check(agent, Reader::Human);
    }
}

#[test]
fn a_browser_that_fetches_ahead_says_so() {
    let link = click("a");
    for ahead in ["prefetch", "prefetch;prerender", "Preview"] {
        let request = Request { ahead, ..get(60_000, &link) };
        assert_eq!(alone(&request), Reader::Machine(Sign::Ahead));
    }
}
