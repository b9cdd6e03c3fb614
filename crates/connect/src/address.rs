//! Which addresses belong to the public internet: whoever may draw a flow may post there, and not
//! to what only this machine can reach. Pure: names are resolved elsewhere, and what they lead to
//! has to be asked about again.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// Names that are resolved to this machine or its network, wherever they are asked for.
const LOCAL: [&str; 4] = ["localhost", "localdomain", "local", "internal"];

/// What is not public of IPv4: each block's first address and its length (IANA's registry of
/// special-purpose addresses, and multicast).
const V4_SPECIAL: [(Ipv4Addr, u32); 16] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 31, 196, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// What is not public within 2000::/3, the only part of IPv6 that is: protocol assignments with
/// Teredo, documentation (twice), and 6to4, which carries an IPv4 address inside.
const V6_SPECIAL: [(Ipv6Addr, u32); 4] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

/// The host of a URL, if it is certainly not on the public internet: such an address, in whatever
/// spelling (the parser turns `0x7f.1` and `2130706433` into digits), or the name of a local one.
pub fn private_host(url: &Url) -> Option<&str> {
    let is_private = match url.host()? {
        Host::Ipv4(address) => !is_public(address.into()),
        Host::Ipv6(address) => !is_public(address.into()),
        Host::Domain(name) => LOCAL.contains(&last_label(name)),
    };
    url.host_str().filter(|_| is_private)
}

fn last_label(name: &str) -> &str {
    let name = name.trim_end_matches('.');
    name.rsplit_once('.').map_or(name, |(_, last)| last)
}

/// Whether packets to `address` leave for the internet, as far as the address tells.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !V4_SPECIAL
            .iter()
            .any(|(block, length)| within(bits_v4(address), bits_v4(*block), 96 + length)),
        // Mapped, NAT64, unique local and link-local addresses are all outside of 2000::/3.
        IpAddr::V6(address) => {
            let bits = address.to_bits();
            within(bits, 0x2000 << 112, 3)
                && !V6_SPECIAL.iter().any(|(block, length)| within(bits, block.to_bits(), *length))
        }
    }
}

fn bits_v4(address: Ipv4Addr) -> u128 {
    u128::from(address.to_bits())
}

/// Whether the first `length` of 128 bits agree.
const fn within(bits: u128, block: u128, length: u32) -> bool {
    (bits ^ block) >> (128 - length) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(addresses: &str, expect: bool) {
        for address in addresses.split_whitespace() {
            assert_eq!(is_public(address.parse().unwrap()), expect, "{address}");
        }
    }

    #[test]
    fn the_internet_is_public() {
        check("1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0", true);
        check("126.255.255.255 128.0.0.1 169.253.255.255 172.15.255.255 172.32.0.0", true);
        check("192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 223.255.255.255", true);
        check("2606:4700:4700::1111 2a00:1450:4001::200e 2001:4860:4860::8888", true);
    }

    #[test]
    fn our_own_network_is_not() {
        check("127.0.0.1 127.255.255.255 0.0.0.0 0.1.2.3 ::1 ::", false);
        check("10.0.0.1 172.16.0.1 172.31.255.255 192.168.0.1 100.64.0.1 100.127.255.255", false);
        check("169.254.169.254 fe80::1 febf::1 fc00::1 fdff:ffff::1 fec0::1", false);
    }

    #[test]
    fn nor_is_what_carries_another_address_inside() {
        check("::ffff:127.0.0.1 ::ffff:8.8.8.8 ::127.0.0.1 ::ffff:0:127.0.0.1", false);
        check("64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::1 2002:7f00:1:: 2001:0:1::", false);
    }

    #[test]
    fn nor_is_what_nobody_owns() {
        check("192.0.0.1 192.0.2.1 198.51.100.1 203.0.113.1 192.88.99.1 198.18.0.1", false);
        check("198.19.255.255 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255", false);
        check("ff02::1 2001:db8::1 3fff::1 100::1 5f00::1 4000::1", false);
    }

    #[test]
    fn a_host_that_cannot_be_public_is_known_in_every_spelling() {
        let host = |text: &str| {
            let url = Url::parse(&format!("http://{text}/hook")).unwrap();
            private_host(&url).map(str::to_owned)
        };
        for spelling in ["127.0.0.1", "127.1", "2130706433", "0x7f.0.0.1", "0x7f000001", "0177.1"] {
            assert_eq!(host(spelling).as_deref(), Some("127.0.0.1"), "{spelling}");
        }
        for private in ["localhost", "LOCALHOST.", "db.internal", "printer.local", "a.localhost"] {
            assert!(host(private).is_some(), "{private}");
        }
        for private in ["10.1.2.3", "100.64.0.1", "[::1]", "[::ffff:127.0.0.1]", "[64:ff9b::1]"] {
            assert!(host(private).is_some(), "{private}");
        }
        for public in
            ["example.com", "93.184.216.34", "[2606:4700::1111]", "1and1.com", "local.org"]
        {
            assert_eq!(host(public), None, "{public}");
        }
    }
}
