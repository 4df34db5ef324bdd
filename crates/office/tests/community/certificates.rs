//! 受給者証: the samples of the manual, what contradicts them, versions, locks, the waiver.
use super::{
    forms::{DAYTIME, MOBILITY, OFFICE, audited, but, person, put, refused, stored, tool},
    support::office_body,
    town::house,
};
use axum::http::{Method, StatusCode};
use fees::community::facts::{IncomeClass, Service};
use kernel::Yen;
use store::{AuditKind, Role};

#[tokio::test]
async fn cl_33_34_35_36_37_38_41_42_43_44_45_46_47_48_49_50_51_52_the_mobility_sample_of_the_manual() {
    let house = house("2023-04-25").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let base = person(&clerk, "鎌倉 次郎", "カマクラ ジロウ", "2010-05-05").await;
    let blank = clerk.get(&format!("{base}/masters")).await;
    for word in ["8:その他", "3(名前は資料にない)", "5:一般", "99:なし", "05:一般2", "決定サービスコード 2"]
    {
        assert!(blank.has(word), "{word}");
    }
    let address = put(&clerk, &format!("{base}/masters"), &MOBILITY).await;
    let body = stored(&house, &address).await;
    assert_eq!(
        (body.disability_kind.as_str(), body.state_class.as_str(), body.support_class.as_str()),
        ("8", "1", "99")
    );
    assert_eq!((body.guardian_kana.as_str(), body.child_kana.as_str()), ("ｶﾏｸﾗﾀﾛｳ", "ｶﾏｸﾗｼﾞﾛｳ"));
    assert_eq!((body.burden_rate, body.burden_cap, body.income_class), (10, Yen(0), Some(IncomeClass::Low1)));
    assert_eq!((body.cap_from, body.cap_to), (body.certified_from, body.certified_to), "both are the decided period");
    let decided = &body.decisions[0];
    assert_eq!((decided.code.as_str(), decided.amount_x100, decided.body_care), ("010005", 1000, true));
    assert_eq!((decided.from, decided.to), (body.certified_from, body.certified_to));
    let page = clerk.get(&address).await;
    for (label, value) in [
        ("適用年月日", "2023/04/01"),
        ("証記載市町村番号", "142042:鎌倉市"),
        ("受給者証番号", "1234567890"),
        ("支給決定者氏名(半角カナ)", "ｶﾏｸﾗﾀﾛｳ"),
        ("制度区分", "3:地活"),
        ("①障害種別", "8:その他"),
        ("②状態区分", "1:身体介護有り"),
        ("③障害支援区分コード", "99:なし"),
        ("④有効認定期間終了年月日", "2024/03/31"),
        ("⑤所得区分", "02:低所得1"),
        ("⑥利用者上限月額適用開始年月日", "2023/04/01"),
        ("⑦利用者負担率", "10"),
        ("⑧決定サービスコード1", "010005:移動支援(身体介護あり)"),
        ("⑨契約支給量1", "1,000"),
        ("⑩有効終了年月日1", "2024/03/31"),
    ] {
        assert_eq!(tool(&page, label), value, "{label}");
    }
    assert!(tool(&page, "サービス種類コード1〜3(県・市町村単独事業)").contains("空欄"));
    assert_eq!(audited(&house, AuditKind::CommunityCardSaved).await, 1);
}

#[tokio::test]
async fn cl_33_34_38_39_40_42_43_what_contradicts_the_certificate_is_told_at_its_field() {
    let house = house("2023-04-25").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let base = person(&clerk, "鎌倉 次郎", "カマクラ ジロウ", "2010-05-05").await;
    let path = format!("{base}/masters");
    for (field, other) in [
        ("income_class", [("income_class", "05")]),
        ("income_class", [("income_class", "")]),
        ("income_class", [("burden_cap", "4600")]),
        ("d1_code", [("d1_code", "010004")]),
        ("d1_amount", [("d1_amount", "1000")]),
        ("d1_amount", [("d1_amount", "10日")]),
        ("d1_kind", [("d1_kind", "")]),
        ("state_class", [("state_class", "5")]),
        ("guardian_kana", [("guardian_kana", "鎌倉太郎")]),
        ("certified_to", [("certified_to", "2023/03/31")]),
        ("waiver_why", [("waiver", "no")]),
        ("recipient_no", [("recipient_no", "123")]),
    ] {
        let page = refused(&clerk, &path, &but(&MOBILITY, &other), field).await;
        assert!(page.has("10時間") || field == "d1_amount", "nothing typed is lost");
    }
    for (cap, income, day) in [
        ("4600", IncomeClass::General1, "2023/04/04"),
        ("9300", IncomeClass::General1, "2023/04/05"),
        ("37200", IncomeClass::General2, "2023/04/06"),
    ] {
        let changed = [("burden_cap", cap), ("income_class", ""), ("valid_from", day)];
        let fields = but(&MOBILITY, &changed);
        let address = put(&clerk, &path, &fields).await;
        assert_eq!(stored(&house, &address).await.income_class, Some(income), "{cap}");
        let warned = clerk.get(&address).await.has("18歳以上の額");
        assert_eq!(warned, cap == "9300", "a child has 4,600");
    }
    // 10時間30分 → 1050, without body care: 010004 and 5:一般
    let fields = but(&MOBILITY, &[("valid_from", "2023/04/20"), ("d1_kind", "mobility"), ("d1_amount", "１０：３０")]);
    let body = stored(&house, &put(&clerk, &path, &fields).await).await;
    assert_eq!(
        (body.decisions[0].code.as_str(), body.decisions[0].amount_x100, body.state_class.as_str()),
        ("010004", 1050, "5")
    );
    assert!(refused(&clerk, &path, &but(&fields, &[("state_class", "1")]), "state_class").await.has("身体介護あり"));
}

#[tokio::test]
async fn cl_85_86_87_88_89_90_91_92_the_daytime_sample_and_the_severe_flag_by_age() {
    let house = house("2024-04-25").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let base = person(&clerk, "無償化 子", "ムショウカ コ", "2012-05-05").await;
    let path = format!("{base}/masters");
    let severe = but(&DAYTIME, &[("severe", "1")]);
    let address = put(&clerk, &path, &severe).await;
    let body = stored(&house, &address).await;
    assert_eq!(
        (body.disability_kind.as_str(), body.state_class.as_str(), body.support_class.as_str()),
        ("2", "5", "99")
    );
    assert_eq!((body.income_class, body.burden_rate), (Some(IncomeClass::General2), 10));
    let decided = &body.decisions[0];
    assert_eq!((decided.code.as_str(), decided.service, decided.amount_x100), ("020003", Service::Daytime, 1000));
    let page = clerk.get(&address).await;
    assert_eq!(
        (tool(&page, "⑨契約支給量1"), tool(&page, "①障害種別")),
        ("1,000".to_owned(), "2:重度障害児".to_owned())
    );
    assert_eq!(tool(&page, "負担上限月額"), "37,200");
    // an adult, and nobody severe
    let adult = person(&clerk, "大人 太郎", "オトナ タロウ", "1990-01-01").await;
    let address = put(&clerk, &format!("{adult}/masters"), &severe).await;
    assert_eq!(stored(&house, &address).await.disability_kind, "1");
    let fields = but(&DAYTIME, &[("valid_from", "2024/05/01")]);
    let address = put(&clerk, &format!("{adult}/masters"), &fields).await;
    assert_eq!(stored(&house, &address).await.disability_kind, "8");
    refused(&clerk, &format!("{adult}/masters"), &but(&severe, &[("disability_kind", "2")]), "disability_kind").await;
    // without a birthday nobody can say
    let unborn = person(&clerk, "不明 花", "フメイ ハナ", "").await;
    refused(&clerk, &format!("{unborn}/masters"), &severe, "disability_kind").await;
}

#[tokio::test]
async fn cl_52_several_decisions_with_periods_of_their_own_keep_their_rows() {
    let house = house("2023-04-25").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let base = person(&clerk, "鎌倉 次郎", "カマクラ ジロウ", "2010-05-05").await;
    let three = but(
        &MOBILITY,
        &[
            ("d2_kind", "mobility"),
            ("d2_amount", "5.5時間"),
            ("d2_from", "2023/10/01"),
            ("d2_to", "2023/12/31"),
            ("d3_kind", "daytime"),
            ("d3_amount", "7"),
        ],
    );
    let address = put(&clerk, &format!("{base}/masters"), &three).await;
    let body = stored(&house, &address).await;
    let seen: Vec<_> =
        body.decisions.iter().map(|one| (one.code.as_str(), one.amount_x100, one.from.to_string())).collect();
    let expected = [("010005", 1000, "2023-04-01"), ("010004", 550, "2023-10-01"), ("020003", 700, "2023-04-01")];
    assert_eq!(seen, expected.map(|(code, amount, from)| (code, amount, from.to_owned())));
    let page = clerk.get(&address).await;
    assert!(page.has("決定サービスコード 4"), "an empty row is always left");
    assert_eq!(tool(&page, "⑨契約支給量2"), "550");
}

#[tokio::test]
async fn cl_32_45_versions_lock_with_a_reason_to_unlock_conflicts_and_history() {
    let house = house("2023-04-25").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let base = person(&clerk, "鎌倉 次郎", "カマクラ ジロウ", "2010-05-05").await;
    let address = put(&clerk, &format!("{base}/masters"), &MOBILITY).await;
    let update = but(&MOBILITY, &[("act", "update"), ("version", "1"), ("recipient_no", "1234567891")]);
    put(&clerk, &address, &update).await;
    let page = clerk.post(&address, &but(&update, &[("recipient_no", "1234567892")])).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.has("1234567891") && page.has("1234567892"), "what is stored beside what was typed");
    put(&clerk, &format!("{address}/lock"), &[("version", "2")]).await;
    assert!(clerk.get(&address).await.has("ロック済み"));
    let page = clerk.post(&address, &but(&update, &[("version", "3")])).await;
    assert_eq!(page.status, StatusCode::CONFLICT, "a locked version is not changed");
    let page = refused(&clerk, &format!("{address}/unlock"), &[("version", "3")], "why").await;
    assert!(page.has("ロックを解除する理由"));
    put(&clerk, &format!("{address}/unlock"), &[("version", "3"), ("why", "番号の書き間違い")]).await;
    // a new paper is a new version, from the page of the old one
    let next = but(&MOBILITY, &[("act", "add"), ("valid_from", "2023/10/01")]);
    let newer = put(&clerk, &address, &next).await;
    assert_ne!(newer, address);
    let history = clerk.get(&format!("{base}/history")).await;
    for word in ["のロック", "のロック解除", "番号の書き間違い", "受給者証(R5.10.1から)の登録"]
    {
        assert!(history.has(word), "{word}: {}", history.body);
    }
    assert_eq!(audited(&house, AuditKind::CommunityCardLocked).await, 1);
    assert_eq!(audited(&house, AuditKind::CommunityCardUnlocked).await, 1);
}

#[tokio::test]
async fn cl_05_the_waiver_is_computed_under_both_readings_and_may_be_set_by_hand_with_a_reason() {
    let house = house("2026-08-10").await;
    let manager = house.client(Role::Manager).await;
    let base = person(&manager, "十月 一日", "ジュウガツ ツイタチ", "2008-10-01").await;
    let fields = but(
        &DAYTIME,
        &[("valid_from", "2026/04/01"), ("certified_from", "2026/04/01"), ("certified_to", "2027/03/31")],
    );
    let address = put(&manager, &format!("{base}/masters"), &fields).await;
    let page = manager.get(&address).await;
    assert!(
        page.has("誕生日の前日") && page.has("令和8年9月提供分まで") && page.has("令和8年10月提供分まで"),
        "{}",
        page.body
    );
    assert!(
        page.has("無償化の対象です。令和8年9月提供分までです。") && page.has("きまりの提案"),
        "the legal reading counts"
    );
    // the month before the last one is the month of the notice
    let list = manager.get("/people").await;
    assert!(list.has("無償化は来月まで") && list.has("無償化がまもなく終わる人 1人"), "{}", list.body);
    // the office chooses the other reading: one month more, and the notice comes a month later
    let reading = [("choice", "birthday"), ("valid_from", "2026-04"), ("why", "市の担当に電話で確認(8月5日)")];
    put(&manager, "/c/packs/kamakura/points/U-17", &reading).await;
    let page = manager.get(&address).await;
    assert!(
        page.has("無償化の対象です。令和8年10月提供分までです。") && page.has("事業所が選んだ読み方"),
        "{}",
        page.body
    );
    assert!(!manager.get("/people").await.has("無償化は来月まで"));
    let by_hand =
        but(&fields, &[("act", "update"), ("version", "1"), ("waiver", "no"), ("waiver_why", "市の通知による")]);
    put(&manager, &address, &by_hand).await;
    assert!(manager.get(&address).await.has("手で決めた内容により、無償化の対象ではありません。理由: 市の通知による"));
    assert!(manager.get("/people").await.has("対象外(手で決定)"));
}

#[tokio::test]
async fn roles_other_offices_other_people_and_other_kinds_find_nothing_to_change() {
    let house = house("2023-04-25").await;
    let (clerk, staff, viewer) = (
        house.client(Role::ClaimsClerk).await,
        house.client(Role::SupportStaff).await,
        house.client(Role::Viewer).await,
    );
    let base = person(&clerk, "鎌倉 次郎", "カマクラ ジロウ", "2010-05-05").await;
    let other = person(&clerk, "別の 人", "ベツノ ヒト", "").await;
    let address = put(&clerk, &format!("{base}/masters"), &MOBILITY).await;
    let id = address.rsplit('/').next().unwrap();
    for client in [&staff, &viewer] {
        assert_eq!(client.get(&address).await.status, StatusCode::OK);
        for path in [address.clone(), format!("{base}/masters"), format!("{address}/lock")] {
            assert_eq!(client.post(&path, &MOBILITY).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        assert_eq!(client.post("/settings/masters", &OFFICE).await.status, StatusCode::FORBIDDEN);
        assert_eq!(client.post("/c/packs/kamakura/points/U-02", &[]).await.status, StatusCode::FORBIDDEN);
        assert_eq!(client.post("/c/packs/kamakura/prices", &[]).await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(clerk.post("/c/packs/kamakura/points/U-02", &[]).await.status, StatusCode::FORBIDDEN);
    for path in [format!("{other}/masters/{id}"), format!("{other}/masters/{id}/lock")] {
        assert_eq!(clerk.post(&path, &MOBILITY).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in
        ["/c/packs/nowhere", "/c/packs/kamakura/points/U-99", "/c/packs/nowhere/prices", "/c/packs/kamakura/prices/99"]
    {
        assert_eq!(clerk.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let b_type = house.add_office(&office_body("9910100024", "工房")).await;
    let stranger = house.client_at(b_type, Role::Manager).await;
    for path in ["/c/packs", "/settings/masters", "/people/1/cards"] {
        assert_eq!(stranger.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    // the paper of a person stands elsewhere there, and is the other office's own
    assert!(stranger.get("/people/1/masters").await.to.ends_with("/people/1/cards"));
    assert_eq!(stranger.at(Method::GET, &format!("{}{address}", clerk.base), None).await.status, StatusCode::NOT_FOUND);
}
