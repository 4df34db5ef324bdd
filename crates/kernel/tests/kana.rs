//! Names in half-width kana, and back.
#![allow(clippy::unwrap_used)]
use kernel::text;
use proptest::prelude::*;

#[test]
fn names_become_half_width_kana_with_marks_of_their_own() {
    let table = [
        ("テスト　タロウ", "ﾃｽﾄ ﾀﾛｳ"),
        ("てすと はなこ", "ﾃｽﾄ ﾊﾅｺ"),
        ("がぎぐげご", "ｶﾞｷﾞｸﾞｹﾞｺﾞ"),
        ("パピプペポ", "ﾊﾟﾋﾟﾌﾟﾍﾟﾎﾟ"),
        ("ヴァイオレット", "ｳﾞｧｲｵﾚｯﾄ"),
        ("ゔ", "ｳﾞ"),
        ("ヰ", "ｲ"),
        ("ヱ", "ｴ"),
        ("きょうこ", "ｷｮｳｺ"),
        ("ジョー・スミス", "ｼﾞｮｰ･ｽﾐｽ"),
        ("ﾃｽﾄ ﾀﾛｳ", "ﾃｽﾄ ﾀﾛｳ"),
        ("ｶﾞ", "ｶﾞ"),
        ("カ゛", "ｶﾞ"),
        ("か\u{3099}", "ｶﾞ"),
        ("ヶ", "ｹ"),
        ("Ａｂ１", "AB1"),
        ("", ""),
        ("ヷ", "ﾜﾞ"),
        ("ん", "ﾝ"),
        ("ヲ", "ｦ"),
    ];
    for (text, expected) in table {
        assert_eq!(text::half_width_kana(text).as_deref(), Ok(expected), "{text}");
    }
}

#[test]
fn what_is_not_kana_is_named() {
    for (text, wrong) in [("鈴木タロウ", '鈴'), ("ダ々", '々'), ("ｱé", 'é'), ("ゝ", 'ヽ')] {
        assert_eq!(text::half_width_kana(text), Err(wrong), "{text}");
    }
}

#[test]
fn full_width_text_holds_nothing_half_width() {
    let table = [("A1ｱ ｶﾞ", "Ａ１ア　ガ"), ("\"'~\\", "”’～＼"), ("ﾞ", "゛"), ("漢字", "漢字"), ("ｶﾞﾊﾟﾝﾞ", "ガパン゛")];
    for (text, expected) in table {
        assert_eq!(text::full_width(text), expected, "{text}");
    }
}

#[test]
fn a_search_finds_a_name_in_any_script_form() {
    let keys =
        ["サトウ ユーコ", "さとう　ゆうこ".replace('う', "ー").as_str(), "ｻﾄｳ･ﾕｰｺ", "サトウユコ"].map(text::search_key);
    assert_eq!(keys[0], "さとうゆこ");
    assert_eq!(keys[2], keys[0]);
    assert_eq!(keys[3], keys[0]);
    assert_eq!(text::search_key("ＡＢＣ作業所"), "abc作業所");
    assert_eq!(text::search_key("葛\u{E0100}城"), "葛城");
    assert_eq!(text::search_key("ヴ"), text::search_key("ゔ"));
    assert_eq!(text::search_key("カーﾞ"), "が");
}

/// Kana that come back from the half-width form unchanged.
fn kana() -> impl Strategy<Value = String> {
    let plain: Vec<char> =
        ('ァ'..='ヴ').chain(['ー', '・', '。', '、']).filter(|c| !matches!(c, 'ヰ' | 'ヱ' | 'ヮ')).collect();
    prop::collection::vec(prop::sample::select(plain), 0..20).prop_map(String::from_iter)
}

proptest! {
    #[test]
    fn katakana_survives_the_way_to_half_width_and_back(name in kana()) {
        let half = text::half_width_kana(&name).unwrap();
        prop_assert!(half.chars().all(|c| matches!(c, '｡'..='ﾟ')));
        prop_assert_eq!(text::full_width(&half), name);
    }

    #[test]
    fn a_search_key_is_its_own_search_key(name in "[ぁ-ヶー a-zＡ-Ｚｱ-ﾟ一-三]{0,12}") {
        let key = text::search_key(&name);
        prop_assert_eq!(text::search_key(&key), key);
    }

    #[test]
    fn any_text_has_an_answer(text in any::<String>()) {
        let _ = text::half_width_kana(&text);
        let _ = text::search_key(&text);
        prop_assert!(!text::full_width(&text).chars().any(|c| matches!(c, ' '..='~' | '｡'..='ﾟ')));
    }
}
