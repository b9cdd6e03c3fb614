//! `runnel demo`: its history is true to itself, there is something to be learned from it, and
//! somebody is on the site.

use std::process::Command;

use runnel_tests::{Api, Folder, Process, binary, eventually, output, text};
use serde_json::{Value, json};

const PEOPLE: &str = "2000";

fn runnel(folder: &Folder, words: &[&str]) -> Command {
    let mut command = Command::new(binary());
    command.args(words).current_dir(folder.path()).arg("--data-dir").arg(folder.path());
    command
}

struct Demo {
    process: Process,
    base: String,
    key: String,
}

impl Demo {
    async fn start(folder: &Folder, words: &[&str]) -> Self {
        let mut command = runnel(folder, &["demo", "--listen", "127.0.0.1:0"]);
        let log = folder.path().join("demo.log");
        let process = Process::start(command.args(words), &log);
        let (process, base) = after(process, "Runnel listens on ").await;
        let (process, key) = after(process, "API key ").await;
        Self { process, base, key }
    }

    fn api(&self) -> Api {
        rustls::crypto::ring::default_provider().install_default().ok();
        Api::new(reqwest::Client::new(), &self.base, Some(&self.key))
    }
}

/// What the first line says that begins with these words.
async fn after(mut process: Process, words: &str) -> (Process, String) {
    loop {
        let (next, line) = process.line().await;
        assert!(!line.is_empty(), "runnel ended before it said `{words}`");
        if let Some(rest) = line.strip_prefix(words) {
            return (next, rest.trim().to_owned());
        }
        process = next;
    }
}

async fn accepted(api: &Api) -> i64 {
    let sources = api.get("/sources").await;
    let items = sources["items"].as_array().expect("sources").iter();
    items.map(|source| source["accepted"].as_i64().expect("a number")).sum()
}

#[tokio::test]
async fn its_history_tells_who_buys_and_doctor_finds_nothing() {
    let folder = Folder::make();
    let demo = Demo::start(&folder, &["--people", PEOPLE, "--quiet-demo"]).await;
    let api = demo.api();
    let model = api.get("/scoring-models/lead-scoring").await;
    assert_eq!(text(&model["name"]), "Lead scoring");
    let found = output(runnel(&folder, &["predict"])).await;
    assert!(found.status.success(), "{}", String::from_utf8_lossy(&found.stderr));
    let found: Value = serde_json::from_slice(&found.stdout).expect("it prints JSON");
    assert!(found["report"]["auc"]["low"].as_f64().expect("an AUC") > 0.6, "{}", found["report"]);
    let meeting = json!({ "times": { "event": "meeting_booked" } });
    assert!(raises(&found, |effect| effect["feature"] == meeting), "{:#}", found["effects"]);
    assert!(raises(&found, |effect| is_about_role(effect, "CEO")), "{:#}", found["effects"]);
    let of_chance = ["country", "city", "age"];
    let sound = effects(&found).filter(|effect| effect["sound"] == true);
    let wrong: Vec<&Value> = sound
        .filter(|effect| of_chance.iter().any(|name| effect["feature"]["property"] == *name))
        .collect();
    assert!(wrong.len() <= 1, "noise is hardly ever taken for a reason: {wrong:#?}");
    assert!(demo.process.stop().await.success());
    let looked_over = output(runnel(&folder, &["doctor"])).await;
    assert!(looked_over.status.success(), "{}", String::from_utf8_lossy(&looked_over.stdout));
}

fn effects(found: &Value) -> impl Iterator<Item = &Value> {
    found["effects"].as_array().expect("effects").iter()
}

/// It is said, and it is sure, that this makes a sale likelier.
fn raises(found: &Value, which: impl Fn(&Value) -> bool) -> bool {
    effects(found)
        .any(|effect| which(effect) && effect["log_odds"]["low"].as_f64().expect("a bound") > 0.0)
}

fn is_about_role(effect: &Value, role: &str) -> bool {
    let rule = &effect["of"]["condition"]["when"]["property"];
    rule["name"] == "role" && rule["test"].to_string().contains(role)
}

#[tokio::test]
async fn somebody_is_on_the_site_unless_the_demo_is_quiet() {
    let folder = Folder::make();
    let demo = Demo::start(&folder, &["--people", "60"]).await;
    let api = demo.api();
    let before = accepted(&api).await;
    eventually("two things happen", async || (accepted(&api).await >= before + 2).then_some(()))
        .await;
    assert!(demo.process.stop().await.success());

    // A second start finds the history done.
    let quiet = Demo::start(&folder, &["--people", "60", "--quiet-demo"]).await;
    let contacts = quiet.api().get("/contacts?search=Grzegorz").await;
    assert_eq!(contacts["items"].as_array().expect("contacts").len(), 1, "{contacts}");
    assert!(quiet.process.stop().await.success());
}
