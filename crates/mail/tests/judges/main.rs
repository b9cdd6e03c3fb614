//! What others make of our mails: a real server, aiosmtpd, with TLS and logins, and Python's parser,
//! to which it gives what came.

mod aiosmtpd;
mod read_back;
mod sessions;
mod whole;
