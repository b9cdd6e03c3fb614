//! Addresses that a flow must not post to, told when it is saved.
//!
//! A courtesy: names are resolved only when a request is made, and it is there that private
//! addresses are kept out. Here somebody learns early what will not work.

use runnel_connect::address::private_host;
use runnel_model::{Diagnostic, Flow, Node, Severity};
use url::Url;

/// One diagnostic for each step that posts to a host which is certainly not public.
pub fn check(flow: &Flow) -> Vec<Diagnostic> {
    flow.nodes.iter().filter_map(check_node).collect()
}

fn check_node(node: &Node) -> Option<Diagnostic> {
    let url = Url::parse(node.settings.get("url")?.as_str()?).ok()?;
    let host = private_host(&url)?;
    (node.kind == "post_to_url").then(|| Diagnostic {
        code: "private_address".into(),
        severity: Severity::Error,
        node: Some(node.id.clone()),
        field: Some("url".into()),
        message: format!("`{host}` is not an address on the public internet."),
        help: "Post to a public address, or let the operator set allow_private_addresses.".into(),
        values: [("host".to_owned(), host.into())].into(),
    })
}
