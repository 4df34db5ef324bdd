//! 千葉市: the printed codes are what the one formula gives.
#![allow(clippy::unwrap_used)]
use fees::community::codes::CodeTable;
use fees::community::cumulative::{Curve, Piece, Shape, coded, slots};
use fees::community::halves::{Mark, composite_name};

const TABLE: &str = include_str!("../../../data/municipal/chiba_codes.csv");
const BANDS: [(&str, u32); 4] = [("深夜", 150), ("早朝", 125), ("夜間", 125), ("日中", 100)];
const LINEAR: [(&str, u32); 2] = [("移動1", 6), ("移動2", 3)];

fn curve(prefix: &str) -> Curve {
    let brackets: &[i64] = match prefix {
        "移動1" => &[280, 441, 640, 730, 822, 913, 1004],
        _ => &[116, 215, 300, 377, 453, 529, 605],
    };
    Curve { brackets: brackets.to_vec(), step: Some(if prefix == "移動1" { 91 } else { 76 }) }
}

/// `日中0.5` → (band, half hours).
fn part(text: &str) -> (usize, u32) {
    let band = BANDS.iter().position(|(label, _)| text.starts_with(label)).unwrap();
    let (whole, half) = text[BANDS[band].0.len()..].trim_start_matches('増').split_once('.').unwrap();
    (band, whole.parse::<u32>().unwrap() * 2 + u32::from(half == "5"))
}

fn priced(curve: &Curve, parts: &[(usize, u32)], mut start: u32) -> i64 {
    let mut sum = 0;
    for (band, halves) in parts {
        sum += curve.growth(start, *halves, BANDS[*band].1).unwrap();
        start += halves;
    }
    sum
}

#[test]
fn cl_chiba_every_printed_code_follows_from_the_curve() {
    let table = CodeTable::read(TABLE).unwrap();
    assert_eq!(table.rows().len(), 703);
    let mut composites = std::collections::BTreeSet::new();
    let mut counted = [0; 3];
    for row in table.rows() {
        let Some((prefix, _)) = LINEAR.iter().find(|(prefix, _)| row.name.starts_with(prefix)) else { continue };
        let plain = row.name[prefix.len()..].trim_end_matches("・2人");
        let curve = curve(prefix);
        let expected = match row.kind.as_str() {
            "base" => {
                counted[0] += 1;
                priced(&curve, &[part(plain)], 0)
            }
            "composite" => {
                counted[1] += 1;
                composites.insert(plain.to_owned() + prefix);
                match plain.strip_prefix("日跨増") {
                    // the first day has been claimed already: only the growth on the second counts
                    Some(over) => {
                        let parts: Vec<_> = over.split('・').map(part).collect();
                        priced(&curve, &parts[1..], parts[0].1)
                    }
                    None => priced(&curve, &plain.split('・').map(part).collect::<Vec<_>>(), 0),
                }
            }
            "increment" => {
                counted[2] += 1;
                let (band, halves) = part(plain);
                curve.further(halves, BANDS[band].1).unwrap()
            }
            _ => continue,
        };
        assert_eq!(row.units, expected, "{} {}", row.code, row.name);
    }
    assert_eq!((counted, composites.len()), ([192, 302, 192], 151));
}

fn names(prefix: &str, pieces: &[(u8, usize, u32)]) -> Vec<String> {
    let curve = curve(prefix);
    let linear_after = LINEAR.iter().find(|(name, _)| *name == prefix).unwrap().1;
    let shape = Shape { curve: &curve, prefix, bands: &BANDS, linear_after, second_helper: "" };
    let pieces: Vec<Piece> = pieces.iter().map(|&(day, band, minutes)| Piece { day, band, minutes }).collect();
    let table = CodeTable::read(TABLE).unwrap();
    let month = "2024-10".parse().unwrap();
    let codes = coded(shape, &slots(&pieces, 30, 15));
    for code in &codes {
        let row = table.named(&code.name, month).unwrap_or_else(|| panic!("{} is no code", code.name));
        assert_eq!(Some(row.units), code.price, "{}", code.name);
    }
    codes.into_iter().map(|code| code.name).collect()
}

#[test]
fn a_visit_over_two_bands_is_one_composite_code() {
    assert_eq!(names("移動1", &[(0, 3, 30), (0, 2, 60)]), ["移動1日中0.5・夜間1.0"]);
}

#[test]
fn what_lies_beyond_the_curved_part_is_coded_band_by_band() {
    assert_eq!(names("移動1", &[(0, 1, 60), (0, 3, 150)]), ["移動1早朝1.0・日中2.0", "移動1日中増0.5"]);
    assert_eq!(names("移動1", &[(0, 3, 300), (0, 2, 60)]), ["移動1日中5.0", "移動1夜間増1.0"]);
    assert_eq!(names("移動2", &[(0, 3, 60), (0, 2, 120)]), ["移動2日中1.0・夜間0.5", "移動2夜間増1.5"]);
}

#[test]
fn the_second_day_of_a_visit_over_midnight_has_codes_of_its_own() {
    assert_eq!(names("移動1", &[(0, 0, 30), (1, 0, 30)]), ["移動1深夜0.5", "移動1日跨増深夜0.5・深夜0.5"]);
    assert_eq!(
        names("移動1", &[(0, 0, 60), (1, 0, 360), (1, 1, 30)]),
        ["移動1深夜1.0", "移動1日跨増深夜1.0・深夜2.0", "移動1深夜増4.0", "移動1早朝増0.5"]
    );
}

#[test]
fn a_half_hour_over_two_bands_is_marked_and_follows_the_national_habit() {
    let bands = |pieces: &[(usize, u32)]| {
        let pieces: Vec<_> = pieces.iter().map(|&(band, minutes)| Piece { day: 0, band, minutes }).collect();
        slots(&pieces, 30, 15).iter().map(|slot| (slot.band, slot.straddles)).collect::<Vec<_>>()
    };
    assert_eq!(bands(&[(1, 15), (3, 15)]), [(1, true)]);
    assert_eq!(bands(&[(1, 14), (3, 16)]), [(3, true)]);
    assert_eq!(bands(&[(3, 45), (2, 15)]), [(3, false), (3, true)], "equal minutes go to the earlier band");
    assert_eq!(bands(&[(3, 44), (2, 16)]), [(3, false), (2, true)]);
}

#[test]
fn a_second_helper_has_the_next_code() {
    let table = CodeTable::read(TABLE).unwrap();
    let month = "2024-10".parse().unwrap();
    let first = composite_name("移動1", &[("深夜", 1)], Mark::Plain, "");
    let second = composite_name("移動1", &[("深夜", 1)], Mark::Plain, "2人");
    let code = |name: &str| table.named(name, month).unwrap().code.clone();
    assert_eq!((code(&first), code(&second)), ("023251".to_owned(), "023252".to_owned()));
}

/// Start, end, code name, held points of the records of one day.
fn day_of(visits: &str, decisions: &str) -> Vec<(u16, u16, String, Vec<String>)> {
    let pack = fees::community::pack::Packs::builtin().by_id("chiba-city").unwrap();
    let month = format!(
        r#"{{ "service": "mobility", "service_month": "2024-10", "person": {{ "municipality_no": "121002", "body_care": true }},
             "visits": [{visits}], "decisions": [{decisions}] }}"#
    );
    let made = fees::community::sheet(pack, &serde_json::from_str(&month).unwrap()).unwrap();
    assert_eq!(made.findings, []);
    let held = |entry: &fees::community::Entry| entry.held.iter().map(|held| held.id.clone()).collect();
    made.entries.iter().map(|entry| (entry.start, entry.end, entry.service_name.clone(), held(entry))).collect()
}

fn visit(start: u16, end: u16, helpers: &str) -> String {
    format!(r#"{{ "date": "2024-10-05", "start": {start}, "end": {end}, "helpers": "{helpers}" }}"#)
}

#[test]
fn two_helpers_and_one_close_by_are_held_and_joined_helper_by_helper_in_either_order() {
    let apart = r#"{ "point": "CB-03", "choice": "apart" }"#;
    let line = |start, end, name: &str, held: &[&str]| {
        (start, end, name.to_owned(), held.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>())
    };
    for (one, other) in [("both", "first"), ("first", "both")] {
        let visits = format!("{}, {}", visit(600, 660, one), visit(750, 810, other));
        let (from, to) = if one == "both" { (600, 660) } else { (750, 810) };
        let mut joined = vec![line(600, 810, "移動1日中2.0", &["CB-03"]), line(from, to, "移動1日中1.0・2人", &[])];
        joined.sort();
        let mut found = day_of(&visits, "");
        found.sort();
        assert_eq!(found, joined, "{one} {other}");
        let mut separate = vec![
            line(600, 660, "移動1日中1.0", &[]),
            line(750, 810, "移動1日中1.0", &[]),
            line(from, to, "移動1日中1.0・2人", &[]),
        ];
        separate.sort();
        let mut found = day_of(&visits, apart);
        found.sort();
        assert_eq!(found, separate, "{one} {other}");
    }
}

#[test]
fn two_hours_between_or_the_same_helpers_ask_nothing() {
    let far = format!("{}, {}", visit(600, 660, "both"), visit(780, 840, "first"));
    assert!(day_of(&far, "").iter().all(|(.., held)| held.is_empty()));
    assert_eq!(day_of(&far, "").len(), 3);
    let same = format!("{}, {}", visit(600, 660, "both"), visit(750, 810, "both"));
    let names: Vec<_> = day_of(&same, "").into_iter().map(|(.., name, held)| (name, held.len())).collect();
    assert_eq!(names, [("移動1日中2.0".to_owned(), 0), ("移動1日中2.0・2人".to_owned(), 0)]);
}
