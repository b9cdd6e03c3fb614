//! Addresses that a flow must not post to, told when it is saved.
//!
//! A courtesy: names are resolved only when a request is made, and it is there that private
//! addresses are kept out. Here somebody learns early what will not work.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use axum::http::Uri;
use runnel_model::{Diagnostic, Flow, Node, Severity};

/// One diagnostic for each step that posts to a host which is certainly not public.
pub fn check(flow: &Flow) -> Vec<Diagnostic> {
    flow.nodes.iter().filter_map(check_node).collect()
}

fn check_node(node: &Node) -> Option<Diagnostic> {
    let url = node.settings.get("url")?.as_str()?;
    let uri: Uri = url.parse().ok()?;
    let host = uri.host().filter(|host| is_private(host))?;
    (node.kind == "post_to_url").then(|| Diagnostic {
        code: "private_address".into(),
        severity: Severity::Error,
        node: Some(node.id.clone()),
        field: Some("url".into()),
        message: format!("`{host}` is not an address on the public internet."),
        help: "Post to a public address, or let the operator set allow_private_addresses.".into(),
    })
}

fn is_private(host: &str) -> bool {
    let host = host.trim_matches(['[', ']']).trim_end_matches('.').to_ascii_lowercase();
    match host.parse::<IpAddr>() {
        Ok(IpAddr::V4(address)) => is_private_v4(address),
        Ok(IpAddr::V6(address)) => is_private_v6(address),
        Err(_) => is_private_name(&host),
    }
}

const fn is_private_v4(address: Ipv4Addr) -> bool {
    address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_unspecified()
        || address.is_broadcast()
        || address.is_multicast()
}

fn is_private_v6(address: Ipv6Addr) -> bool {
    address.is_loopback()
        || address.is_unspecified()
        || address.is_unique_local()
        || address.is_unicast_link_local()
        || address.is_multicast()
        || address.to_ipv4_mapped().is_some_and(is_private_v4)
}

/// `localhost`, names of local networks, and addresses in disguise: `2130706433`, `0x7f.1`.
fn is_private_name(host: &str) -> bool {
    let local = [".localhost", ".local", ".internal"];
    let last = host.rsplit('.').next().unwrap_or_default();
    let disguised = last.starts_with(|c: char| c.is_ascii_digit());
    host == "localhost" || local.iter().any(|ending| host.ends_with(ending)) || disguised
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_that_cannot_be_public_are_known_in_every_spelling() {
        let private = [
            "127.0.0.1",
            "localhost",
            "LOCALHOST.",
            "10.1.2.3",
            "169.254.169.254",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "[fe80::1]",
            "[fd00::1]",
            "0.0.0.0",
            "2130706433",
            "0x7f.0.0.1",
            "0x7f000001",
            "127.1",
            "db.internal",
        ];
        for host in private {
            assert!(is_private(host), "{host}");
        }
        for host in ["example.com", "93.184.216.34", "[2606:4700::1111]", "1and1.com", "10.example"]
        {
            assert!(!is_private(host), "{host}");
        }
    }
}
