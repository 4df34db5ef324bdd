//! What people type, as tables: spelling on the left, value or reason on the right.
#![allow(clippy::unwrap_used)]
use kernel::typed::{self, TypedContext, TypedError};

fn in_fiscal_2026() -> TypedContext {
    TypedContext { service_month: Some("2026-10".parse().unwrap()) }
}

#[test]
fn times_are_read_in_every_usual_spelling() {
    let table = [
        ("930", "09:30"),
        ("0930", "09:30"),
        ("9:30", "09:30"),
        ("09:30", "09:30"),
        ("９：３０", "09:30"),
        ("９時半", "09:30"),
        ("9時30分", "09:30"),
        ("9時30", "09:30"),
        (" 9 : 30 ", "09:30"),
        ("午前9時半", "09:30"),
        ("午前９：３０", "09:30"),
        ("1530", "15:30"),
        ("１５３０", "15:30"),
        ("15時", "15:00"),
        ("午後3時30分", "15:30"),
        ("午後1時", "13:00"),
        ("午後0時15分", "12:15"),
        ("午前0時", "00:00"),
        ("正午", "12:00"),
        ("9", "09:00"),
        ("13", "13:00"),
        ("9時5分", "09:05"),
        ("0", "00:00"),
        ("000", "00:00"),
        ("0000", "00:00"),
        ("24:00", "24:00"),
        ("2400", "24:00"),
        ("24時", "24:00"),
        ("2359", "23:59"),
        ("100", "01:00"),
    ];
    for (text, expected) in table {
        assert_eq!(typed::time(text).map(|time| time.to_string()).as_deref(), Ok(expected), "{text}");
    }
}

#[test]
fn times_that_no_clock_shows_are_refused() {
    for text in ["2570", "960", "9:60", "2401", "24:30", "25", "25時", "午後13時", "午前13:00", "9時75分"] {
        assert!(matches!(typed::time(text), Err(TypedError::NoSuchTime { .. })), "{text}");
    }
}

#[test]
fn what_is_no_time_is_refused_with_an_example() {
    for text in ["あさ", "9:3", "9.30", "12345", "-930", "9:30:00", "午後", ":30", "九時", "+930", "9時半分"] {
        let error = typed::time(text).unwrap_err();
        assert!(matches!(error, TypedError::Unreadable { .. }), "{text}: {error:?}");
        assert!(error.to_string().contains("9:30"));
    }
    assert!(matches!(typed::time("　"), Err(TypedError::Empty { .. })));
}

#[test]
fn twelve_in_the_afternoon_is_asked_back() {
    let Err(TypedError::Ambiguous { readings, .. }) = typed::time("午後12時30分") else { panic!("not asked") };
    assert_eq!(readings, ["12:30", "00:30"]);
}

#[test]
fn dates_are_read_in_every_usual_spelling() {
    let table = [
        ("2026/4/1", "2026-04-01"),
        ("2026-04-01", "2026-04-01"),
        ("2026.4.1", "2026-04-01"),
        ("２０２６／４／１", "2026-04-01"),
        ("2026年4月1日", "2026-04-01"),
        ("20260401", "2026-04-01"),
        ("２０２６０４０１", "2026-04-01"),
        ("R8.4.1", "2026-04-01"),
        ("r8.4.1", "2026-04-01"),
        ("Ｒ８．４．１", "2026-04-01"),
        ("R080401", "2026-04-01"),
        ("R8/4/1", "2026-04-01"),
        ("R8-4-1", "2026-04-01"),
        ("R08.04.01", "2026-04-01"),
        ("令和8年4月1日", "2026-04-01"),
        ("令和 8 年 4 月 1 日", "2026-04-01"),
        ("令８．４．１", "2026-04-01"),
        ("㋿8年4月1日", "2026-04-01"),
        ("2026ー4ー1", "2026-04-01"),
        ("2026－4－1", "2026-04-01"),
        ("2026―4‐1", "2026-04-01"),
        ("4/1", "2026-04-01"),
        ("4月1日", "2026-04-01"),
        ("３／３１", "2027-03-31"),
        ("3.31", "2027-03-31"),
        ("12-28", "2026-12-28"),
        ("1/4", "2027-01-04"),
        ("2028/2/29", "2028-02-29"),
        ("令和元年5月1日", "2019-05-01"),
        ("R元.5.1", "2019-05-01"),
        ("R1.5.1", "2019-05-01"),
        ("平成31.4.30", "2019-04-30"),
        ("H31.4.30", "2019-04-30"),
        ("昭和64.1.7", "1989-01-07"),
        ("平成元年1月8日", "1989-01-08"),
        ("S1.12.25", "1926-12-25"),
        ("大正15年12月24日", "1926-12-24"),
        ("T1.7.30", "1912-07-30"),
        ("明治45年7月29日", "1912-07-29"),
        ("昭和50・3・15", "1975-03-15"),
    ];
    for (text, expected) in table {
        let day = typed::day(text, in_fiscal_2026()).map(|day| day.to_string());
        assert_eq!(day.as_deref(), Ok(expected), "{text}");
    }
}

#[test]
fn a_day_outside_its_era_is_refused_with_the_borders() {
    for text in [
        "昭和64.1.8",
        "平成31.5.1",
        "令和1.4.30",
        "平成1.1.7",
        "昭和1.12.24",
        "大正15.12.25",
        "明治45.7.30",
        "S65.1.1",
        "R0.4.1",
    ] {
        let error = typed::day(text, in_fiscal_2026()).unwrap_err();
        assert!(matches!(error, TypedError::OutsideEra { .. }), "{text}: {error:?}");
    }
    let message = typed::day("昭和64.1.8", TypedContext::default()).unwrap_err().to_string();
    assert!(message.contains("1926年(昭和元年)12月25日から1989年(昭和64年)1月7日まで"), "{message}");
}

#[test]
fn a_day_the_calendar_lacks_is_refused() {
    for text in [
        "2026/2/29",
        "2026/13/1",
        "2026/4/31",
        "20260431",
        "R8.2.30",
        "2/29",
        "0/1",
        "99/99/99",
        "2026/4/0",
        "R99.13.1",
    ] {
        let error = typed::day(text, in_fiscal_2026()).unwrap_err();
        assert!(matches!(error, TypedError::NotInCalendar { .. }), "{text}: {error:?}");
    }
}

#[test]
fn a_two_digit_year_without_era_is_asked_back_with_all_readings() {
    for text in ["8.4.1", "08/04/01", "８年４月１日", "080401"] {
        let Err(TypedError::Ambiguous { readings, .. }) = typed::day(text, in_fiscal_2026()) else { panic!("{text}") };
        assert_eq!(
            readings,
            [
                "令和8年4月1日",
                "平成8年4月1日",
                "昭和8年4月1日",
                "大正8年4月1日",
                "明治8年4月1日",
                "2008年4月1日",
                "1908年4月1日"
            ]
        );
    }
}

#[test]
fn month_and_day_alone_need_a_month_of_work() {
    assert!(matches!(typed::day("4/1", TypedContext::default()), Err(TypedError::NeedsYear { .. })));
}

#[test]
fn what_is_no_date_is_refused() {
    for text in [
        "きょう",
        "2026",
        "2026/4",
        "12345",
        "R8",
        "R8.4",
        "令和",
        "2026/4/1/1",
        "2026//1",
        "2026/4/1 9:00",
        "X8.4.1",
        "令和1元年4月1日",
    ] {
        let error = typed::day(text, in_fiscal_2026()).unwrap_err();
        assert!(matches!(error, TypedError::Unreadable { .. }), "{text}: {error:?}");
    }
}

#[test]
fn months_are_read_in_every_usual_spelling() {
    let table = [
        ("2026/4", "2026-04"),
        ("2026-04", "2026-04"),
        ("202604", "2026-04"),
        ("２０２６年４月", "2026-04"),
        ("R8.4", "2026-04"),
        ("R0804", "2026-04"),
        ("令和8年4月", "2026-04"),
        ("令和元年5月", "2019-05"),
        ("平成31年4月", "2019-04"),
        ("昭和64年1月", "1989-01"),
        ("平成元年1月", "1989-01"),
    ];
    for (text, expected) in table {
        assert_eq!(typed::month(text).map(|month| month.to_string()).as_deref(), Ok(expected), "{text}");
    }
    for text in ["昭和64年2月", "平成31年5月", "R1.4"] {
        assert!(matches!(typed::month(text), Err(TypedError::OutsideEra { .. })), "{text}");
    }
    for text in ["2026/13", "202600", "R8.13"] {
        assert!(matches!(typed::month(text), Err(TypedError::NotInCalendar { .. })), "{text}");
    }
    assert!(matches!(typed::month("8.4"), Err(TypedError::Ambiguous { .. })));
    assert!(matches!(typed::month("4月"), Err(TypedError::Unreadable { .. })));
}

#[test]
fn amounts_are_read_with_commas_signs_and_full_width() {
    let table = [
        ("9300", 9300),
        ("9,300", 9300),
        ("９，３００円", 9300),
        ("9 300", 9300),
        ("￥9,300", 9300),
        ("¥9300", 9300),
        ("0", 0),
        ("０円", 0),
        ("-500", -500),
        ("△500", -500),
        ("▲ 1,500円", -1500),
        ("－500", -500),
        ("1,234,567", 1_234_567),
        ("007", 7),
    ];
    for (text, expected) in table {
        assert_eq!(typed::integer(text), Ok(expected), "{text}");
    }
    for text in ["1,00", "12,34,567", "1.5", "千円", "--5", "円", "1円円", ",100", "9300万"] {
        assert!(matches!(typed::integer(text), Err(TypedError::Unreadable { .. })), "{text}");
    }
    assert_eq!(typed::integer("99999999999999999999"), Err(TypedError::TooLarge));
}

#[test]
fn decimals_become_the_smallest_unit_exactly() {
    let table = [
        ("10.57", 3, 10_570),
        ("１０．６", 3, 10_600),
        ("7.5", 1, 75),
        ("1,200", 2, 120_000),
        ("-0.5", 1, -5),
        ("3", 0, 3),
    ];
    for (text, places, expected) in table {
        assert_eq!(typed::decimal(text, places), Ok(expected), "{text}");
    }
    assert!(matches!(typed::decimal("10.123", 2), Err(TypedError::TooPrecise { places: 2, .. })));
    for text in ["1.", ".5", "1.2.3", "1e3"] {
        assert!(matches!(typed::decimal(text, 3), Err(TypedError::Unreadable { .. })), "{text}");
    }
}

#[test]
fn numbers_lose_every_kind_of_hyphen_and_space() {
    for text in [
        "9910100016",
        "９９１０１０００１６",
        "99-1010-0016",
        "99－1010－0016",
        "99ー1010―0016",
        "99‐1010 0016",
        "　99 1010 0016 ",
    ] {
        assert_eq!(typed::digits(text).as_deref(), Ok("9910100016"), "{text}");
    }
    assert_eq!(typed::digits("99101o0016"), Err(TypedError::NotDigits { position: 6 }));
    assert!(matches!(typed::digits("--"), Err(TypedError::Empty { .. })));
}

#[test]
fn the_message_about_a_number_does_not_repeat_it() {
    assert!(!typed::digits("1234567890x").unwrap_err().to_string().contains("12345"));
}

#[test]
fn long_nonsense_is_shortened_in_the_message() {
    assert!(typed::day(&"あ".repeat(10_000), TypedContext::default()).unwrap_err().to_string().chars().count() < 120);
}

#[test]
fn telephone_numbers_are_read_in_all_the_formats_seen_in_open_data() {
    for text in [
        "03-1234-5678",
        "0312-34-5678",
        "03-12345678",
        "0312345678",
        "０３－１２３４－５６７８",
        "03(1234)5678",
        "（０３）1234‐5678",
        "03 1234 5678",
        "03ー1234ー5678",
        "03.1234.5678",
    ] {
        assert_eq!(typed::phone(text).as_deref(), Ok("0312345678"), "{text}");
    }
    assert_eq!(typed::phone("090-1234-5678").as_deref(), Ok("09012345678"));
    for text in ["1234-5678", "03-1234-567", "090-1234-56789", "9012345678"] {
        assert!(matches!(typed::phone(text), Err(TypedError::WrongLength { .. })), "{text}");
    }
    assert!(matches!(typed::phone("03-1234-5678(内線1)"), Err(TypedError::NotDigits { position: 11 })));
}

#[test]
fn postal_codes_are_seven_digits_however_written() {
    for text in ["100-0001", "1000001", "〒100-0001", "１００－０００１", "100ー0001", "100 0001"] {
        assert_eq!(typed::postal_code(text).as_deref(), Ok("1000001"), "{text}");
    }
    assert!(matches!(typed::postal_code("100-00"), Err(TypedError::WrongLength { .. })));
    assert!(matches!(typed::postal_code("〒"), Err(TypedError::Empty { .. })));
}
