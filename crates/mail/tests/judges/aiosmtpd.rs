//! The server, as a process of its own. Dropping it stops it.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use runnel_mail::relay::{Login, Patience, Security};
use runnel_mail::{Relay, RelaySettings};
use rustls::pki_types::CertificateDer;
use serde_json::Value;

pub struct Aiosmtpd {
    process: Child,
    told: BufReader<ChildStdout>,
    /// It ends when this closes, even if we are killed.
    _lives_with_us: ChildStdin,
    port: u16,
    certificate: CertificateDer<'static>,
}

impl Aiosmtpd {
    /// Mode: `open`, `implicit` (TLS from the first byte), or which way to log in it asks for:
    /// `PLAIN`, `LOGIN`, `any`.
    pub fn start(mode: &str) -> Self {
        let (certificate, files) = certificate();
        let mut process = Command::new(python())
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/judges/smtpd.py"))
            .args(files)
            .arg(mode)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // It complains of each client that leaves, which is what these tests are about.
            .stderr(Stdio::null())
            .spawn()
            .expect("Python starts");
        let _lives_with_us = process.stdin.take().unwrap();
        let mut told = BufReader::new(process.stdout.take().unwrap());
        let port = line(&mut told)["port"].as_u64().unwrap().try_into().unwrap();
        Self { process, told, _lives_with_us, port, certificate }
    }

    /// The next mail that came.
    pub fn mail(&mut self) -> Value {
        line(&mut self.told)
    }

    pub fn settings(&self) -> RelaySettings {
        let patient = Duration::from_secs(20);
        RelaySettings {
            host: "localhost".into(),
            port: self.port,
            security: Security::Required,
            login: None,
            hello: "sender.example.com".into(),
            patience: Patience {
                connect: patient,
                command: patient,
                body: patient,
                end: patient,
                idle: patient,
            },
            trusted: vec![self.certificate.clone()],
        }
    }

    pub fn relay(&self) -> Relay {
        Relay::new(self.settings()).unwrap()
    }

    pub fn relay_with(&self, user: &str, password: &str) -> Relay {
        let login = Some(Login { user: user.into(), password: password.into() });
        Relay::new(RelaySettings { login, ..self.settings() }).unwrap()
    }
}

impl Drop for Aiosmtpd {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

fn line(told: &mut BufReader<ChildStdout>) -> Value {
    let mut line = String::new();
    told.read_line(&mut line).unwrap();
    serde_json::from_str(&line).unwrap_or_else(|_| panic!("aiosmtpd ended; it told: {line:?}"))
}

/// A certificate for `localhost` that nobody but the test trusts.
fn certificate() -> (CertificateDer<'static>, [PathBuf; 2]) {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let file = |kind: &str| folder.join(format!("mail-{}-{number}-{kind}.pem", std::process::id()));
    let files = [file("certificate"), file("key")];
    std::fs::write(&files[0], made.cert.pem()).unwrap();
    std::fs::write(&files[1], made.signing_key.serialize_pem()).unwrap();
    (made.cert.der().clone(), files)
}

fn python() -> PathBuf {
    // A test that cannot run has to say so: skipped in silence, it proves nothing.
    let python = std::env::var_os("RUNNEL_TEST_PYTHON").unwrap_or_else(|| {
        panic!(
            "this test needs aiosmtpd and RUNNEL_TEST_PYTHON is not set: \
             run `cargo xtask test`, or `cargo xtask with cargo test -p runnel-mail`"
        )
    });
    python.into()
}
