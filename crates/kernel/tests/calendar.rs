//! Months, eras and holidays.
#![allow(clippy::unwrap_used)]
use kernel::{ClockTime, Day, Era, Holidays, Month, typed};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn month() -> impl Strategy<Value = Month> {
    (1900i16..2200, 1i8..=12).prop_map(|(year, month)| Month::new(year, month).unwrap())
}

fn day() -> impl Strategy<Value = Day> {
    (0i32..60_000).prop_map(|days| "1873-01-01".parse::<Day>().unwrap().plus_days(days))
}

proptest! {
    #[test]
    fn moving_a_month_there_and_back_changes_nothing(month in month(), by in -1200i32..1200) {
        prop_assert_eq!(month.plus_months(by).plus_months(-by), month);
    }

    #[test]
    fn moving_a_month_is_the_same_as_stepping(month in month(), by in 0i32..60) {
        let stepped = (0..by).fold(month, |at, _| at.next());
        prop_assert_eq!(month.plus_months(by), stepped);
        prop_assert_eq!((0..by).fold(stepped, |at, _| at.previous()), month);
    }

    #[test]
    fn the_last_day_is_followed_by_the_next_month(month in month()) {
        prop_assert_eq!(month.last_day().plus_days(1), month.next().first_day());
        prop_assert_eq!(month.each_day().count(), usize::from(month.days()));
    }

    #[test]
    fn a_fiscal_year_has_its_april_and_the_march_after(month in month()) {
        let april = Month::new(month.fiscal_year(), 4).unwrap();
        prop_assert!(april <= month && month < april.plus_months(12));
    }

    #[test]
    fn official_text_of_months_and_days_reads_back(day in day()) {
        prop_assert_eq!(Day::from_yyyymmdd(&day.yyyymmdd()), Ok(day));
        prop_assert_eq!(Month::from_yyyymm(&day.month().yyyymm()), Ok(day.month()));
    }

    #[test]
    fn what_is_shown_in_wareki_can_be_typed(day in day()) {
        let context = typed::TypedContext::default();
        prop_assert_eq!(typed::day(&day.wareki(), context), Ok(day));
        prop_assert_eq!(typed::day(&day.short_wareki(), context), Ok(day));
        prop_assert_eq!(typed::month(&day.month().wareki()), Ok(day.month()));
    }

    #[test]
    fn no_typed_text_makes_the_readers_panic(text in ".{0,12}|[0-9０-９RSHTM令平年月日時分:/.,元半-]{0,10}") {
        let context = typed::TypedContext { service_month: Some("2026-10".parse().unwrap()) };
        let _ = (typed::day(&text, context), typed::month(&text), typed::time(&text));
        let _ = (typed::decimal(&text, 2), typed::digits(&text), typed::code(&text));
    }
}

#[test]
fn eras_follow_each_other_without_a_gap() {
    let names: Vec<&str> = Era::all().iter().map(Era::name).collect();
    assert_eq!(names, ["明治", "大正", "昭和", "平成", "令和"]);
    for pair in Era::all().windows(2) {
        assert_eq!(pair[0].last_day().unwrap().plus_days(1), pair[1].start());
    }
}

#[test]
fn a_day_before_the_first_era_keeps_its_western_year() {
    let day = Day::new(1867, 12, 31).unwrap();
    assert_eq!((day.wareki().as_str(), day.short_wareki().as_str()), ("1867年12月31日", "1867.12.31"));
}

#[test]
fn a_broken_era_table_is_refused_with_its_line() {
    let header = "start,name,initial,source,confidence\n";
    for (rows, line) in [
        ("2019-05-41,令和,R,x,K\n", 2),
        ("2019-05-01,令和,R,x,K\n1989-01-08,平成,H,x,K\n", 3),
        ("2019-05-01,,R,x,K\n", 2),
    ] {
        let error = Era::from_csv(&format!("{header}{rows}")).unwrap_err().to_string();
        assert!(error.contains(&format!("{line}行目")), "{error}");
    }
}

/// The law itself, apart from the table: fixed days, happy Mondays, equinoxes, substitutes, days between.
fn holidays_by_law(year: i16) -> BTreeMap<Day, &'static str> {
    let at = |month, day| Day::new(year, month, day).unwrap();
    let monday = |month: i8, nth: i32| {
        let first = at(month, 1);
        first.plus_days((7 - first.weekday_index() as i32) % 7 + 7 * (nth - 1))
    };
    // equinox days 1980-2099: 20.8431 (23.2488) + 0.242194 a year - leap days, here in millionths
    let equinox = |millionths: i64| {
        let years = i64::from(year) - 1980;
        ((millionths + 242_194 * years) / 1_000_000 - years / 4) as i8
    };
    let by_name = [
        (at(1, 1), "元日"),
        (monday(1, 2), "成人の日"),
        (at(2, 11), "建国記念の日"),
        (at(2, 23), "天皇誕生日"),
        (at(3, equinox(20_843_100)), "春分の日"),
        (at(4, 29), "昭和の日"),
        (at(5, 3), "憲法記念日"),
        (at(5, 4), "みどりの日"),
        (at(5, 5), "こどもの日"),
        (monday(7, 3), "海の日"),
        (at(8, 11), "山の日"),
        (monday(9, 3), "敬老の日"),
        (at(9, equinox(23_248_800)), "秋分の日"),
        (monday(10, 2), "スポーツの日"),
        (at(11, 3), "文化の日"),
        (at(11, 23), "勤労感謝の日"),
    ];
    let named = BTreeMap::from(by_name);
    let mut all = named.clone();
    for &sunday in named.keys().filter(|day| day.weekday_index() == 6) {
        let mut substitute = sunday.plus_days(1);
        while named.contains_key(&substitute) {
            substitute = substitute.plus_days(1);
        }
        all.insert(substitute, "振替休日");
    }
    for &day in named.keys() {
        let between = day.plus_days(1);
        if !all.contains_key(&between) && named.contains_key(&day.plus_days(2)) {
            all.insert(between, "国民の休日");
        }
    }
    all
}

#[test]
fn the_holiday_table_says_what_the_law_says() {
    let table = Holidays::builtin();
    for year in 2024..=2027 {
        assert!(table.knows(year));
        let law = holidays_by_law(year);
        for day in (1..=12).flat_map(|month| Month::new(year, month).unwrap().each_day()) {
            assert_eq!(table.holiday_name(day), law.get(&day).copied(), "{day}");
        }
    }
}

#[test]
fn a_year_without_holidays_in_the_table_is_unknown_not_free_of_them() {
    let table = Holidays::builtin();
    assert!(!table.knows(2023) && !table.knows(2028));
    assert!(table.is_provisional(2027) && !table.is_provisional(2026));
}

#[test]
fn a_broken_holiday_table_is_refused_with_its_line() {
    let header = "day,name,source,confidence\n";
    for (rows, line) in
        [("2026-02-30,x,y,K\n", 2), ("2026-01-01,元日,y,K\n2026-01-01,元日,y,K\n", 3), ("2026-01-01,元日\n", 2)]
    {
        let error = Holidays::from_csv(&format!("{header}{rows}")).unwrap_err().to_string();
        assert!(error.contains(&format!("{line}行目")), "{error}");
    }
}

#[test]
fn stored_text_has_one_spelling_only() {
    for text in ["2026-4", "2026/04", "2026-+4", "+026-04", "2026-00", "2026-04-01", "202604"] {
        assert!(text.parse::<Month>().is_err(), "{text}");
    }
    for text in ["2026-4-1", "20260401", "2026-W15-3", "2026-04-31", "2026/04/01", "26-04-0001"] {
        assert!(text.parse::<Day>().is_err(), "{text}");
    }
    for text in ["930", "9:3", "9:+5", "+9:30", "25:00", "9:60", "9:30:00"] {
        assert!(text.parse::<ClockTime>().is_err(), "{text}");
    }
}

#[test]
fn moving_far_stops_at_the_end_of_the_calendar() {
    let month = Month::new(2026, 4).unwrap();
    assert_eq!(month.plus_months(i32::MAX).to_string(), "9999-12");
    assert_eq!(month.plus_months(i32::MAX).last_day().to_string(), "9999-12-31");
    assert!(month.plus_months(i32::MIN).first_day() < month.first_day());
}
