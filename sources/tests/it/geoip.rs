//! Every column of the look-up, against MaxMind's own test databases.

use std::path::PathBuf;

use engine::{Column, Value};
use sources::GeoIp;

fn databases() -> Option<GeoIp> {
    let shared = std::env::var_os("FOOTFALL_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
        PathBuf::from,
    );
    let dir = shared.join("data/mmdb");
    if !dir.exists() {
        eprintln!("skipped: MaxMind's test databases are not there");
        return None;
    }
    Some(GeoIp::open(&dir).unwrap())
}

#[test]
fn every_database_answers_its_columns() {
    let Some(geoip) = databases() else { return };
    let text = |address: &str, column| {
        let fields = geoip.get(address.parse().unwrap());
        fields.text(column).map(str::to_owned)
    };
    for (address, column, expected) in [
        ("81.2.69.142", Column::Country, "GB"),
        ("81.2.69.142", Column::City, "London"),
        ("81.2.69.142", Column::Region, "England"),
        ("81.2.69.142", Column::IpTimezone, "Europe/London"),
        ("89.160.20.112", Column::Country, "SE"),
        ("89.160.20.112", Column::City, "Linköping"),
        ("2.125.160.216", Column::City, "Boxford"),
        ("2.125.160.216", Column::PostalCode, "OX1"),
        ("216.160.83.56", Column::City, "Milton"),
        ("216.160.83.56", Column::Region, "Washington"),
        ("1.128.0.0", Column::AsnName, "Telstra Pty Ltd"),
    ] {
        assert_eq!(
            text(address, column).as_deref(),
            Some(expected),
            "{address} {column:?}"
        );
    }
    let asn = geoip.get("1.128.0.0".parse().unwrap());
    assert_eq!(asn.int(Column::Asn), Some(1221));
    let place = geoip.get("81.2.69.142".parse().unwrap());
    assert!(
        matches!(place.get(Column::Latitude), Some(Value::Float(at)) if (at - 51.5142).abs() < 0.01)
    );
    assert!(
        matches!(place.get(Column::Longitude), Some(Value::Float(at)) if (at + 0.0931).abs() < 0.01)
    );
    let hidden = geoip.get("81.2.69.0".parse().unwrap());
    assert_eq!(hidden.truth(Column::IsVpn), Some(true));
    assert_eq!(hidden.truth(Column::IsTor), Some(true));
    assert_eq!(hidden.text(Column::VisitorType), Some("privacy_user"));
    let nowhere = geoip.get("127.0.0.1".parse().unwrap());
    assert_eq!(nowhere.text(Column::Country), None);
    assert_eq!(nowhere.text(Column::VisitorType), Some("unknown"));
}
