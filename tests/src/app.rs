//! One `runnel` for one test: started, moved through time, killed and started again, and in the
//! end looked over.

use std::path::PathBuf;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use reqwest::Client;
use serde_json::{Value, json};

use crate::api::{Answer, Api, text};
use crate::backend::{Backend, TestDatabase};
use crate::folder::Folder;
use crate::process::{Process, binary, output};
use crate::source::Source;
use crate::waiting::eventually;

/// How an app is started.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    environment: Vec<(&'static str, String)>,
}

/// A running `runnel` on a database of its own.
#[derive(Debug)]
pub struct TestApp {
    /// Declared first: the process ends before its database goes.
    process: Option<Process>,
    database: TestDatabase,
    folder: Folder,
    setup: Setup,
    http: Client,
    base: String,
    key: String,
    /// A time that the app's clock has shown, and when.
    clock: Option<(i64, Instant)>,
    dead_letters_expected: usize,
    errors_expected: bool,
}

/// Runs one test on an app of its own.
pub async fn run(backend: Backend, setup: Setup, test: impl AsyncFnOnce(&mut TestApp)) {
    let mut app = TestApp::start_with(backend, setup).await;
    test(&mut app).await;
    app.finish().await;
}

impl Setup {
    /// As somebody gets it who sets nothing.
    pub fn standard() -> Self {
        Self::default()
    }

    /// Webhooks may go to this machine, where [`Receiver`](crate::Receiver)s are.
    pub fn allowing_private_addresses() -> Self {
        Self::default().with("RUNNEL_ALLOW_PRIVATE_ADDRESSES", "true")
    }

    /// What is older than thirty days is deleted.
    pub fn keeping_events_for_a_month() -> Self {
        Self::default().with("RUNNEL_EVENTS_KEPT_DAYS", "30")
    }

    /// With a variable of the environment.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.environment.push((name, value.into()));
        self
    }
}

impl TestApp {
    /// Starts one that is set up as usual.
    pub async fn start(backend: Backend) -> Self {
        Self::start_with(backend, Setup::standard()).await
    }

    /// Starts one.
    pub async fn start_with(backend: Backend, setup: Setup) -> Self {
        // Fails only if another test of this program has done it already.
        rustls::crypto::ring::default_provider().install_default().ok();
        let folder = Folder::make();
        let database = TestDatabase::create(backend, folder.path()).await;
        let mut app = Self {
            process: None,
            database,
            folder,
            setup,
            http: client(),
            base: String::new(),
            key: String::new(),
            clock: None,
            dead_letters_expected: 0,
            errors_expected: false,
        };
        app.launch().await;
        app.key = app.add_key(&["--purpose", "api", "--name", "test"]).await;
        app
    }

    async fn launch(&mut self) {
        let mut command = self.command(&["serve"]);
        let listen = self.base.strip_prefix("http://").unwrap_or("127.0.0.1:0");
        if !self.setup.environment.iter().any(|(name, _)| *name == "RUNNEL_LISTEN") {
            command.env("RUNNEL_LISTEN", listen);
        }
        let (process, line) = Process::start(&mut command, &self.log()).line().await;
        let address = line.trim().strip_prefix("Runnel listens on ");
        let address = address.unwrap_or_else(|| panic!("runnel said `{line}`; {}", self.told()));
        self.base = address.to_owned();
        self.process = Some(process);
    }

    /// `runnel WORDS`, on this app's database and at its time.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(binary());
        command.args(words).current_dir(self.folder.path());
        command.env("RUNNEL_DATABASE_URL", &self.database.url);
        command.env("RUNNEL_DATA_DIR", self.folder.path());
        if let Some(now) = self.expected_now() {
            command.env("RUNNEL_TEST_START_MS", now.to_string());
        }
        command.envs(self.setup.environment.iter().map(|(name, value)| (*name, value)));
        command
    }

    /// Runs `runnel WORDS` to its end.
    pub async fn ask_command(&self, words: &[&str]) -> Output {
        output(self.command(words)).await
    }

    /// The next line that the server says on stdout. It must say one.
    pub async fn next_line(&mut self) -> String {
        let (process, line) = self.process.take().expect("it runs").line().await;
        self.process = Some(process);
        line.trim().to_owned()
    }

    /// A key made by `runnel key add` with these flags, while the server runs.
    pub async fn add_key(&self, flags: &[&str]) -> String {
        let words: Vec<&str> = ["key", "add"].into_iter().chain(flags.iter().copied()).collect();
        let answer = self.ask_command(&words).await;
        let said = String::from_utf8_lossy(&answer.stderr);
        assert!(answer.status.success(), "runnel key add {flags:?}: {said}");
        String::from_utf8_lossy(&answer.stdout).trim().to_owned()
    }

    /// The API with an admin's key.
    pub fn api(&self) -> Api {
        Api::new(self.http.clone(), &self.base, Some(&self.key))
    }

    /// Where it listens: `http://127.0.0.1:PORT`.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// A client for requests of the test's own.
    pub const fn http(&self) -> &Client {
        &self.http
    }

    /// The database, as it is stored.
    pub const fn database(&self) -> &TestDatabase {
        &self.database
    }

    /// A source whose key only servers have.
    pub async fn server_source(&self) -> Source {
        self.source("server").await
    }

    /// A source whose key everybody can read.
    pub async fn browser_source(&self) -> Source {
        self.source("browser").await
    }

    async fn source(&self, kind: &str) -> Source {
        let made = self.api().post("/sources", json!({ "name": kind, "kind": kind })).await;
        Source::new(&self.http, &self.base, text(&made["write_key"]), text(&made["id"]))
    }

    /// The app's time, in epoch milliseconds.
    pub async fn now(&mut self) -> i64 {
        self.advance_ms(0).await
    }

    /// Moves the app's time, and answers what time it is then. Time goes on from there.
    pub async fn advance_ms(&mut self, ms: i64) -> i64 {
        let answer = self.tell("/test/clock", json!({ "advance_ms": ms })).await;
        let now = answer["now"].as_i64().expect("the clock shows milliseconds");
        self.clock = Some((now, Instant::now()));
        now
    }

    /// From now on what is accepted waits, or it waits no more.
    pub async fn pause_processing(&self, paused: bool) {
        self.tell("/test/processing", json!({ "paused": paused })).await;
    }

    /// What only test builds can be told.
    async fn tell(&self, path: &str, body: Value) -> Value {
        let request = self.http.post(format!("{}{path}", self.base)).body(body.to_string());
        Answer::to(request.header("content-type", "application/json")).await.ok()
    }

    /// Moves the app's time by days, and waits until everything that was due is done.
    pub async fn advance_days(&mut self, days: i64) {
        self.advance_ms(days * 86_400_000).await;
        self.run_until_idle().await;
    }

    /// Moves the app's time to this one, which must not be over, and waits likewise.
    pub async fn advance_to(&mut self, time_ms: i64) {
        let now = self.now().await;
        assert!(now <= time_ms, "it is too late already: {now} is after {time_ms}");
        self.advance_ms(time_ms - now).await;
        self.run_until_idle().await;
    }

    /// The time it showed when it was last asked.
    pub fn last_known_time(&self) -> i64 {
        self.clock.expect("its time was asked for").0
    }

    /// What the clock is expected to show, without asking.
    fn expected_now(&self) -> Option<i64> {
        let (shown, at) = self.clock?;
        Some(shown + i64::try_from(at.elapsed().as_millis()).expect("tests are short"))
    }

    /// Waits until nothing is left to do that is due.
    pub async fn run_until_idle(&self) {
        eventually("nothing is left to do", async || self.is_idle().await.then_some(())).await;
    }

    async fn is_idle(&self) -> bool {
        self.backlog().await["idle"] == true
    }

    /// What is left to do: `{idle, inbox, due_wakes, due_effects}`.
    pub async fn backlog(&self) -> Value {
        Answer::to(self.http.get(format!("{}/test/idle", self.base))).await.ok()
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        self.process.take().expect("it runs").kill();
    }

    /// Stops it in good order.
    pub async fn stop(&mut self) {
        self.now().await;
        let status = self.process.take().expect("it runs").stop().await;
        assert!(status.success(), "runnel ended with {status}; {}", self.told());
    }

    /// Lets time pass while the process is down.
    pub fn sleep_through(&mut self, ms: i64) {
        assert!(self.process.is_none(), "it still runs");
        let now = self.expected_now().expect("its time was asked for before it ended");
        self.clock = Some((now + ms, Instant::now()));
    }

    /// Starts it again after [`kill`](Self::kill) or [`stop`](Self::stop): at the same address,
    /// and at the time its clock would show by now.
    pub async fn restart(&mut self) {
        assert!(self.process.is_none(), "it still runs");
        // The old one may still hold connections to the process that is gone.
        self.http = client();
        self.launch().await;
    }

    /// How it will be started the next time.
    pub fn set_up(&mut self, setup: Setup) {
        self.setup = setup;
    }

    /// Says that this many dead letters are right.
    pub const fn expect_dead_letters(&mut self, count: usize) {
        self.dead_letters_expected = count;
    }

    /// Says that errors in the log are right.
    pub const fn expect_errors(&mut self) {
        self.errors_expected = true;
    }

    /// What every test demands in the end: nothing is left to do, nobody waits in the list of
    /// dead letters, it stops when asked to, the log tells of no error, `doctor` finds nothing.
    pub async fn finish(mut self) {
        self.run_until_idle().await;
        let dead = self.api().all("/dead-letters?limit=1000").await;
        assert_eq!(dead.len(), self.dead_letters_expected, "dead letters: {dead:?}");
        self.stop().await;
        self.demand_clean_log();
        self.demand_silent_doctor().await;
    }

    /// `runnel doctor` must find nothing. The app must have stopped.
    pub async fn demand_silent_doctor(&self) {
        let answer = self.ask_command(&["doctor"]).await;
        let found = String::from_utf8_lossy(&answer.stdout);
        let said = String::from_utf8_lossy(&answer.stderr);
        assert!(answer.status.success(), "doctor found:\n{found}\n{said}");
    }

    fn demand_clean_log(&self) {
        let log = std::fs::read_to_string(self.log()).expect("there is a log");
        let bad = |line: &&str| {
            line.contains("panicked") || (line.contains(" ERROR ") && !self.errors_expected)
        };
        let lines: Vec<&str> = log.lines().filter(bad).collect();
        assert!(lines.is_empty(), "the log tells of errors:\n{}", lines.join("\n"));
    }

    /// The file with everything it logged.
    pub fn log(&self) -> PathBuf {
        self.folder.path().join("runnel.log")
    }

    /// The end of the log, for texts about failures.
    fn told(&self) -> String {
        let log = std::fs::read_to_string(self.log()).unwrap_or_default();
        let lines: Vec<String> = log.lines().map(|line| line.chars().take(500).collect()).collect();
        let last = &lines[lines.len().saturating_sub(40)..];
        format!("the end of its log:\n{}", last.join("\n"))
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}", self.told());
        }
    }
}

/// Without a proxy and without redirects: what is asked is what answers.
fn client() -> Client {
    let client = Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(Duration::from_secs(60));
    client.build().expect("a client can be made")
}
