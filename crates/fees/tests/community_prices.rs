//! 単価: the form of missing names, files that are taken row by row, and the forms a tariff may have.
#![allow(clippy::unwrap_used)]
use fees::community::pack::{Pack, Packs};
use fees::community::price_list;
use fees::community::prices::{NoPrice, Overlay, PriceBook, Wanted};
use fees::community::{Bracket, Helper};
use std::collections::BTreeMap;

fn pack(id: &str) -> &'static Pack {
    Packs::builtin().by_id(id).unwrap()
}

const HEAD: &str = "pack,name,amount,currency,valid_from,valid_to,source,read_on\n";

fn row(name: &str, amount: &str) -> String {
    format!("kamakura,{name},{amount},units,2024-04,,市の単価表,2024-05-01\n")
}

#[test]
fn the_form_lists_what_the_pack_cannot_price_and_nothing_else() {
    let names: Vec<String> = price_list::missing_names(pack("kamakura")).into_iter().map(|row| row.name).collect();
    for name in [
        "移動支援 身体介護有 二人目 早朝夜間 0.5H",
        "通園・通学・通所加算 児童無償 1H",
        "通学支援加算0.5H",
        "単独型",
        "送迎加算児童無償",
    ] {
        assert!(names.iter().any(|known| known == name), "{name}");
    }
    for known in ["移動支援身無 児童無償 6H", "日中一時支援 時間区分1"] {
        assert!(!names.iter().any(|name| name == known), "{known} has a printed price");
    }
    assert!(price_list::missing_names(pack("chiba-city")).is_empty());
    let form = price_list::template(pack("kamakura"));
    assert!(form.starts_with('\u{feff}') && form.contains("鎌倉市,単独型,,単位,2022-04,,,,\r\n"), "{form}");
    let read = price_list::read(Packs::builtin(), &[], &form);
    assert_eq!((read.accepted.len(), read.problems.len(), read.empty as usize), (0, 0, names.len()));
}

#[test]
fn a_filled_form_comes_back_row_by_row_and_can_be_written_again() {
    let text = format!("{HEAD}{}{}", row("単独型", "40"), row("移動支援　身体介護有　１Ｈ", "400"));
    let list = price_list::read(Packs::builtin(), &[], &text);
    assert_eq!(list.problems, []);
    let rows: Vec<Overlay> = list.accepted.into_iter().map(|(_, row)| row).collect();
    assert_eq!(rows[1].name, "移動支援 身体介護有 1H", "width and blanks are those of the printed name");
    let again = price_list::read(Packs::builtin(), &[], &price_list::write(&rows));
    assert_eq!(again.accepted.into_iter().map(|(_, row)| row).collect::<Vec<_>>(), rows);
}

#[test]
fn a_clerk_writes_the_columns_and_dates_in_the_words_of_the_office() {
    let form = price_list::template(pack("kamakura"));
    let filled =
        form.replace("鎌倉市,単独型,,単位,2022-04,,,", "鎌倉市,単独型,１２０,単位,令和4年4月,R6.3,市の単価表,R6.5.1");
    let list = price_list::read(Packs::builtin(), &[], &filled);
    assert_eq!(list.problems, []);
    let [(_, price)] = list.accepted.as_slice() else { panic!("one row is filled: {list:?}") };
    assert_eq!((price.pack.as_str(), price.amount), ("kamakura", 120));
    assert_eq!(
        (price.valid_from.to_string(), price.valid_to.map(|to| to.to_string())),
        ("2022-04".to_owned(), Some("2024-03".to_owned()))
    );
    assert_eq!(price.read_on.to_string(), "2024-05-01");
}

#[test]
fn each_bad_row_is_told_with_line_column_and_mend() {
    let good = row("単独型", "40");
    for (bad, column) in [
        (row("単独型", "0"), "amount"),
        (row("単独型", "12.5"), "amount"),
        (row("単独", "40"), "name"),
        (row("移動支援身無 児童無償 6H", "40"), "name"),
        (good.replace("kamakura", "yokohama"), "pack"),
        (good.replace("units", "yen"), "currency"),
        (good.replace("2024-04", "令和6年"), "valid_from"),
        (good.replace("市の単価表", ""), "source"),
        (good.replace("2024-05-01", ""), "read_on"),
        (good.replace(",,", ",2024-01,"), "valid_to"),
        (row("通学支援加算0.5H", "40"), "name"),
    ] {
        let list = price_list::read(Packs::builtin(), &[], &format!("{HEAD}{bad}"));
        assert!(list.accepted.is_empty(), "{bad}");
        let problem = &list.problems[0];
        assert_eq!((problem.place.line, problem.place.field.as_deref()), (Some(2), Some(column)), "{bad}{problem:?}");
        assert!(!problem.how_to_fix.is_empty());
    }
    let list = price_list::read(Packs::builtin(), &[], "name,amount\n");
    assert_eq!(list.problems[0].place.line, Some(1));
}

#[test]
fn a_price_twice_for_one_name_and_month_is_refused() {
    let text = format!("{HEAD}{}{}", row("単独型", "40"), row("単独型", "50"));
    let list = price_list::read(Packs::builtin(), &[], &text);
    assert_eq!((list.accepted.len(), list.problems[0].place.line), (1, Some(3)));
    let entered = [list.accepted[0].1.clone()];
    let again = price_list::read(Packs::builtin(), &entered, &format!("{HEAD}{}", row("単独型", "60")));
    assert_eq!((again.accepted.len(), again.problems.len()), (0, 1));
    let ended = [Overlay {
        valid_to: Some("2024-03".parse().unwrap()),
        valid_from: "2023-04".parse().unwrap(),
        ..entered[0].clone()
    }];
    assert_eq!(price_list::read(Packs::builtin(), &ended, &format!("{HEAD}{}", row("単独型", "60"))).accepted.len(), 1);
}

#[test]
fn a_later_price_ends_the_one_before_it_in_a_file_and_against_what_was_entered() {
    let from = |month: &str, amount: &str| row("単独型", amount).replace("2024-04", month);
    let spans = |list: &price_list::PriceList| -> Vec<(i64, String, Option<String>)> {
        let span = |row: &Overlay| (row.amount, row.valid_from.to_string(), row.valid_to.map(|to| to.to_string()));
        let mut spans: Vec<_> = list.accepted.iter().map(|(_, row)| span(row)).collect();
        spans.sort();
        spans
    };
    let both = [(400, "2022-04".to_owned(), Some("2024-03".to_owned())), (420, "2024-04".to_owned(), None)];
    for text in [
        format!("{HEAD}{}{}", from("2022-04", "400"), from("2024-04", "420")),
        format!("{HEAD}{}{}", from("2024-04", "420"), from("2022-04", "400")),
    ] {
        let list = price_list::read(Packs::builtin(), &[], &text);
        assert_eq!((list.problems.as_slice(), spans(&list).as_slice()), ([].as_slice(), both.as_slice()));
    }
    let first = price_list::read(Packs::builtin(), &[], &format!("{HEAD}{}", from("2022-04", "400")));
    let entered: Vec<Overlay> = first.accepted.into_iter().map(|(_, row)| row).collect();
    let list = price_list::read(Packs::builtin(), &entered, &format!("{HEAD}{}", from("2024-04", "420")));
    assert_eq!(spans(&list), both[1..]);
    assert_eq!(list.ended, [entered[0].ended_before(&list.accepted[0].1)]);
    // a price that was missing before the known one ends where that begins
    let later = [list.accepted[0].1.clone()];
    let list = price_list::read(Packs::builtin(), &later, &format!("{HEAD}{}", from("2022-04", "400")));
    assert_eq!((spans(&list), list.ended), (both[..1].to_vec(), vec![]));
}

#[test]
fn a_code_of_the_paper_stands_beside_its_price_and_a_day_to_come_is_refused() {
    let head = HEAD.replace("read_on", "read_on,code");
    let coded = row("単独型", "40").replace("2024-05-01", "2024-05-01,０２１０００");
    let mut list = price_list::read(Packs::builtin(), &[], &format!("{head}{coded}"));
    let price = list.accepted[0].1.clone();
    assert_eq!(price.code.as_ref().map(|code| code.as_str()), Some("021000"));
    assert!(price_list::write(&[price]).contains("2024-05-01,021000\r\n"));
    let wrong = price_list::read(Packs::builtin(), &[], &format!("{head}{}", coded.replace("０２１０００", "21")));
    assert_eq!(wrong.problems[0].place.field.as_deref(), Some("code"));
    list.refuse_read_after("2024-05-01".parse().unwrap());
    assert_eq!(list.accepted.len(), 1);
    list.refuse_read_after("2024-04-30".parse().unwrap());
    assert_eq!((list.accepted.len(), list.problems[0].place.field.as_deref()), (0, Some("read_on")));
}

fn wanted<'a>(name: &'a str, tariff: &'a str, number: u16, band: &'a str, helper: Helper) -> Wanted<'a> {
    Wanted {
        name,
        tariff,
        bracket: Some(Bracket { number, minutes: 30 * number }),
        minutes: 0,
        band: Some(band),
        helper,
    }
}

#[test]
fn brackets_go_on_by_the_step_and_bear_premium_and_second_helper() {
    let none = BTreeMap::new();
    let book = PriceBook::new(pack("minatono"), "2026-10".parse().unwrap(), &[], &none, None);
    let price = |number, band, helper| book.price(wanted("x", "mobility.body", number, band, helper)).unwrap().amount;
    assert_eq!([1, 6, 7, 9].map(|number| price(number, "day", Helper::First)), [250, 820, 900, 1060]);
    assert_eq!(price(1, "early_evening", Helper::First), 313, "312.5 is rounded up");
    assert_eq!(price(1, "night", Helper::Second), 375);
}

#[test]
fn a_second_helper_nobody_has_priced_has_no_price() {
    let none = BTreeMap::new();
    let book = PriceBook::new(pack("otaki"), "2026-06".parse().unwrap(), &[], &none, None);
    let price = |helper| book.price(wanted("x", "mobility.body", 1, "day", helper));
    assert_eq!(price(Helper::First).unwrap().amount, 256);
    assert_eq!(price(Helper::Second), Err(NoPrice::Unknown));
}

#[test]
fn percentages_of_a_table_are_rounded_half_up() {
    let text = include_str!("../../../data/municipal/kawazoe.toml");
    let old = text.split("id = \"day.base\"").nth(1).unwrap().split("severe = false").next().unwrap();
    let new = "\nlabel = \"日中一時支援 基本\"\nshape = \"percent_of_table\"\namount = 784\nclasses = [{ up_to_minutes = 120, amount = 30 }, \
               { up_to_minutes = 240, amount = 40 }, { up_to_minutes = 360, amount = 50 }]\n";
    let pack = Pack::read("kawazoe.toml", &text.replace(old, new)).unwrap();
    let none = BTreeMap::new();
    let book = PriceBook::new(&pack, "2026-10".parse().unwrap(), &[], &none, None);
    let price = |minutes| book.price(Wanted { minutes, ..Wanted::named("x", "day.base") }).map(|price| price.amount);
    assert_eq!([price(120), price(121), price(300)], [Ok(235), Ok(314), Ok(392)]);
    assert_eq!(price(361), Err(NoPrice::Unknown), "the table ends");
}
