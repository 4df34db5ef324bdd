//! 入力の点検: times that cannot be, overlaps, held points, what is over, and what nobody loses.
use super::{
    support::office_body,
    town::{KAMAKURA, Town, certificate, decided, house},
    typing::{enter, entered, tool_rows, words},
};
use axum::http::StatusCode;
use fees::community::facts::IncomeClass;
use kernel::ServiceKind;
use store::{OfficeBody, Role};

#[tokio::test]
async fn cl_66_times_that_cannot_be_are_refused_in_words_and_nothing_typed_is_lost() {
    let house = house("2023-05-02").await;
    let client = house.client(Role::SupportStaff).await;
    let person = Town(&house).adult("見本 太郎").await;
    for (start, end, told) in [
        ("2330", "2400", "2359"),
        ("0860", "0930", "「0860」という時刻はありません"),
        ("2330", "0030", "翌日までですか"),
        ("0900", "0900", "同じ時刻"),
    ] {
        let page =
            enter(&client, person, "2023-04", &[("date", "4"), ("start", start), ("end", end), ("note", "駅まで")])
                .await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.has(told), "{start}-{end}: {}", words(&page.body));
        assert!(page.has(&format!("value=\"{start}\"")) && page.has("value=\"駅まで\""));
    }
}

#[tokio::test]
async fn overlaps_of_a_helper_and_of_a_person_are_told_and_saved_only_on_a_word() {
    let house = house("2023-05-02").await;
    let client = house.client(Role::SupportStaff).await;
    let (one, other) = (Town(&house).adult("見本 太郎").await, Town(&house).adult("見本 花子").await);
    let visit = |start, end| [("date", "4"), ("start", start), ("end", end), ("staff1", "手本 一郎")];
    entered(&client, one, "2023-04", &visit("0900", "1000")).await;
    let page = enter(&client, other, "2023-04", &visit("0930", "1030")).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("ヘルパー 手本 一郎 さんは 4日 0900〜1000 に 見本 太郎 さんの訪問"), "{}", words(&page.body));
    let page = enter(&client, one, "2023-04", &[("date", "4"), ("start", "0950"), ("end", "1050")]).await;
    assert!(page.has("同じ利用者の 4日 0900〜1000 の記録と時間が重なっています"), "{}", words(&page.body));
    // the second helper of the same time is no overlap, and a word of the person lets the rest through
    let second = [("date", "4"), ("start", "0900"), ("end", "1000"), ("helpers", "second"), ("staff1", "手本 二郎")];
    entered(&client, one, "2023-04", &second).await;
    let mut sure = visit("0930", "1030").to_vec();
    sure.push(("overlap_ok", "1"));
    entered(&client, other, "2023-04", &sure).await;
    let list = client.get("/c/2023-04/visits?only=overlap").await;
    assert!(list.has("見本 太郎") && list.has("見本 花子") && list.has("時間の重なり 1件"), "{}", words(&list.body));
    assert!(client.get("/c/2023-04/visits/day/4").await.has("時間の重なり"));
}

#[tokio::test]
async fn last_week_is_copied_without_the_visits_that_would_overlap_and_these_are_named() {
    let house = house("2023-05-02").await;
    let client = house.client(Role::SupportStaff).await;
    let (one, other) = (Town(&house).adult("見本 太郎").await, Town(&house).adult("見本 花子").await);
    let visit = |date, start, end| [("date", date), ("start", start), ("end", end), ("staff1", "手本 一郎")];
    entered(&client, one, "2023-04", &visit("4", "0900", "1000")).await;
    entered(&client, one, "2023-04", &visit("5", "0900", "1000")).await;
    entered(&client, other, "2023-04", &visit("11", "0930", "1030")).await;
    let copied = client.post(&format!("/c/2023-04/visits/{one}/week"), &[("week", "10")]).await;
    assert!(copied.to.contains("copied=") && copied.to.contains("&left="), "{}", copied.to);
    let page = client.get(copied.to.strip_prefix(&client.base).unwrap()).await;
    assert!(page.has("先週の訪問を1件写しました") && page.has("訪問 3件"), "{}", words(&page.body));
    assert!(page.has("写さなかった訪問 1件"), "{}", words(&page.body));
    assert!(page.has("11日 0900〜1000: ヘルパー 手本 一郎 さんは 11日 0930〜1030 に 見本 花子 さんの訪問"));
}

#[tokio::test]
async fn one_helper_with_two_people_at_once_reaches_the_claim_of_both_with_the_way_to_the_visit() {
    let house = house("2023-05-02").await;
    let client = house.client(Role::Manager).await;
    let (one, other) = (Town(&house).adult("見本 太郎").await, Town(&house).adult("見本 花子").await);
    let visit =
        |start, end| [("date", "4"), ("start", start), ("end", end), ("staff1", "手本 一郎"), ("overlap_ok", "1")];
    entered(&client, one, "2023-04", &visit("0900", "1000")).await;
    entered(&client, other, "2023-04", &visit("1000", "1030")).await;
    let told = "同じヘルパーの、ほかの利用者の訪問";
    assert!(!client.get("/c/2023-04/claim").await.has(told), "one after the other is no overlap");
    entered(&client, other, "2023-04", &visit("0930", "1000")).await;
    let claim = client.get("/c/2023-04/claim").await;
    let mend = claim.body.split("id=\"to-mend\"").nth(1).unwrap();
    assert!(
        mend.contains("0900〜1000 の訪問は、同じヘルパーの、ほかの利用者の訪問(4日 0930〜1000)"),
        "{}",
        words(mend)
    );
    assert!(mend.contains(&format!("/c/2023-04/visits/{one}#d4")) && mend.contains(&format!("/visits/{other}#d4")));
    assert_eq!(mend.matches(told).count(), 2);
    assert!(client.get(&format!("/c/2023-04/claim/{one}")).await.has(told));
}

#[tokio::test]
async fn a_held_point_is_decided_with_a_reason_by_the_right_role_and_the_decision_stays_with_the_visit() {
    let house = house("2023-05-02").await;
    let helper = house.client(Role::SupportStaff).await;
    let manager = house.client(Role::ServiceManager).await;
    let person = Town(&house).adult("見本 太郎").await;
    let id = entered(&helper, person, "2023-04", &[("date", "10"), ("start", "0740"), ("end", "0840")]).await;
    let at = format!("/c/2023-04/visits/{person}");
    let page = helper.get(&at).await;
    assert!(
        page.has("保留 1件") && page.has("U-02") && page.has("提案") && page.has("0.5時間分"),
        "{}",
        words(&page.body)
    );
    assert!(words(&page.body).contains("時間帯ごとに1行") && words(&page.body).contains("最初の30分と残り"));
    let (choice, why) = (format!("choice.{id}.U-02"), format!("why.{id}.U-02"));
    let decide = format!("{at}/{id}/decide");
    let base = [("point", "U-02"), ("version", "1")];
    let full = [base[0], base[1], (choice.as_str(), "half_hours"), (why.as_str(), "市に電話で確認")];
    assert_eq!(helper.post(&decide, &full).await.status, StatusCode::FORBIDDEN);
    let empty = manager.post(&decide, &base).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.has("読み方が選ばれていません") && empty.has("理由が入っていません"));
    let foreign = [base[0], base[1], (choice.as_str(), "guess"), (why.as_str(), "市に電話で確認")];
    assert!(manager.post(&decide, &foreign).await.has("規則にない読み方"));
    assert_eq!(manager.post(&decide, &full).await.status, StatusCode::SEE_OTHER);
    let page = manager.get(&at).await;
    assert!(
        !page.has("保留 1件") && page.has("市に電話で確認") && page.has("サービス管理責任者の職員"),
        "{}",
        words(&page.body)
    );
    assert_eq!(tool_rows(&page).len(), 2);
    // a note changes nothing for the rules: the decision stays; a new time needs a new one
    let again = [("id", id.to_string()), ("version", "2".to_owned()), ("note", "雨".to_owned())];
    let again: Vec<(&str, &str)> = again.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut noted = vec![("date", "10"), ("start", "0740"), ("end", "0840")];
    noted.extend(again);
    assert_eq!(enter(&helper, person, "2023-04", &noted).await.status, StatusCode::SEE_OTHER);
    assert!(!helper.get(&at).await.has("保留 1件"));
    let undo = [("point", "U-02"), ("version", "3"), ("act", "undo")];
    assert_eq!(manager.post(&decide, &undo).await.status, StatusCode::SEE_OTHER);
    assert!(manager.get(&at).await.has("保留 1件"));
}

#[tokio::test]
async fn cl_57_changing_the_month_clears_nothing() {
    let house = house("2023-05-02").await;
    let client = house.client(Role::SupportStaff).await;
    let person = Town(&house).adult("見本 太郎").await;
    let typed = [("date", "8"), ("start", "0740"), ("end", "08"), ("staff1", "手本 一郎"), ("note", "駅まで")];
    let page = client.post(&format!("/c/2023-05/visits/{person}/keep"), &typed).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.has("令和5年5月に変えました。入力した内容は残っています"));
    for (_, value) in typed {
        assert!(page.has(&format!("value=\"{value}\"")), "{value}");
    }
    assert!(client.get(&format!("/c/2023-04/visits/{person}")).await.has("この月の記録はまだありません"));
}

#[tokio::test]
async fn cl_58_the_use_of_the_contract_stands_above_and_over_it_is_told() {
    let house = house("2023-05-02").await;
    let client = house.client(Role::SupportStaff).await;
    let card = certificate(KAMAKURA, IncomeClass::Low1, vec![decided("010005", 150)]);
    let person = Town(&house).person("見本 太郎", "1990-05-05", Some(card)).await;
    entered(&client, person, "2023-04", &[("date", "4"), ("start", "0900"), ("end", "1000")]).await;
    let page = client.get(&format!("/c/2023-04/visits/{person}")).await;
    assert!(words(&page.body).contains("利用 1時間 / 契約 1時間30分 あと30分"), "{}", words(&page.body));
    let both = [("date", "5"), ("start", "0900"), ("end", "1000"), ("helpers", "both")];
    entered(&client, person, "2023-04", &both).await;
    let page = client.get(&format!("/c/2023-04/visits/{person}")).await;
    assert!(
        words(&page.body).contains("超過 移動支援 利用 3時間 / 契約 1時間30分 1時間30分超えています"),
        "{}",
        words(&page.body)
    );
    assert!(page.has("契約支給量を超えています"));
    assert!(client.get("/c/2023-04/visits?only=over").await.has("見本 太郎"));
}

#[tokio::test]
async fn two_people_in_one_visit_do_not_overwrite_each_other_and_a_second_press_keeps_one_visit() {
    let house = house("2023-05-02").await;
    let client = house.client(Role::SupportStaff).await;
    let person = Town(&house).adult("見本 太郎").await;
    let at = format!("/c/2023-04/visits/{person}");
    let first = [("key", "one-form-once"), ("date", "4"), ("start", "0900"), ("end", "1000")];
    let saved = client.post(&at, &first).await;
    let id = saved.to.split("saved=").nth(1).unwrap().to_owned();
    let twice = client.post(&at, &[first[0], first[1], first[2], first[3], ("overlap_ok", "1")]).await;
    assert!(twice.to.ends_with("done=known"), "{}", twice.to);
    let change = |end| [("id", id.as_str()), ("version", "1"), ("date", "4"), ("start", "0900"), ("end", end)];
    assert_eq!(client.post(&at, &change("1030")).await.status, StatusCode::SEE_OTHER);
    let late = client.post(&at, &change("1100")).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.has("ほかの人が先に保存しました(今の記録: 4日 0900〜1030") && late.has("value=\"1100\""));
    assert!(late.has("name=\"version\" value=\"2\""));
}

#[tokio::test]
async fn a_visit_of_a_day_to_come_is_kept_and_said() {
    let house = house("2023-04-05").await;
    let client = house.client(Role::SupportStaff).await;
    let person = Town(&house).adult("見本 太郎").await;
    let at = format!("/c/2023-04/visits/{person}");
    let visit = [("date", "24"), ("start", "0900"), ("end", "1000")];
    assert!(client.post(&format!("{at}/lines"), &visit).await.has("まだ来ていない日です"));
    let id = entered(&client, person, "2023-04", &visit).await;
    assert!(client.get(&format!("{at}?saved={id}")).await.has("まだ来ていない日です"));
    let id = entered(&client, person, "2023-04", &[("date", "5"), visit[1], visit[2]]).await;
    assert!(!client.get(&format!("{at}?saved={id}")).await.has("まだ来ていない日です"));
    let wrong = enter(&client, person, "2023-04", &[("date", "5"), ("start", "0860"), visit[2]]).await;
    assert!(wrong.has("0000 から 2359 まで"), "{}", words(&wrong.body));
}

#[tokio::test]
async fn a_visit_deleted_while_it_is_corrected_leaves_what_was_typed_and_becomes_a_new_one() {
    let house = house("2023-05-02").await;
    let client = house.client(Role::SupportStaff).await;
    let person = Town(&house).adult("見本 太郎").await;
    let at = format!("/c/2023-04/visits/{person}");
    let id =
        entered(&client, person, "2023-04", &[("date", "4"), ("start", "0900"), ("end", "1000")]).await.to_string();
    let gone = client.post(&format!("{at}/{id}/delete"), &[("version", "1")]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    let typed =
        [("id", id.as_str()), ("version", "1"), ("date", "4"), ("start", "0900"), ("end", "1045"), ("note", "駅まで")];
    let page = client.post(&at, &typed).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.has("支援員の職員が") && page.has("に削除しました"), "{}", words(&page.body));
    assert!(page.has("value=\"1045\"") && page.has("value=\"駅まで\"") && page.has(">保存</button>"));
    assert!(!page.has("name=\"id\""), "the next press keeps a new record");
    // the live lines and the other month go on too
    assert!(client.post(&format!("{at}/lines"), &typed).await.has("移動支援 身体介護有 2H"));
    let kept = client.post(&format!("/c/2023-05/visits/{person}/keep"), &typed).await;
    assert!(kept.has("value=\"1045\"") && !kept.has("name=\"id\""));
    entered(&client, person, "2023-04", &typed[2..]).await;
    assert!(client.get(&at).await.has("訪問 1件"));
    // nobody learns of the records of somebody else
    let other = Town(&house).adult("見本 花子").await;
    assert_eq!(client.post(&format!("/c/2023-04/visits/{other}"), &typed).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_entry_offers_the_additions_of_the_municipality_and_shows_what_they_give() {
    let house = house("2024-10-20").await;
    let client = house.client(Role::SupportStaff).await;
    let card = |city| certificate(city, IncomeClass::Low1, vec![decided("010005", 1000)]);
    let chiba = Town(&house).person("見本 太郎", "1990-05-05", Some(card("121002"))).await;
    let page = client.get(&format!("/c/2024-10/visits/{chiba}")).await;
    for field in ["emergency", "first", "suction"] {
        assert!(page.has(&format!("name=\"{field}\"")), "{field}");
    }
    let visit = [("date", "10"), ("start", "0900"), ("end", "1000"), ("first", "1"), ("suction", "1")];
    let lines = client.post(&format!("/c/2024-10/visits/{chiba}/lines"), &visit).await;
    assert!(lines.has("移動1喀痰吸引等支援体制加算") && lines.has("109単位"), "{}", words(&lines.body));
    assert!(lines.has("初回加算") && lines.has("218単位") && !lines.has("緊急時対応加算"), "{}", words(&lines.body));
    entered(&client, chiba, "2024-10", &visit).await;
    assert!(client.get(&format!("/c/2024-10/visits/{chiba}")).await.has("喀痰吸引</span>"));
    // a second one on the day is over the limit, which is said
    let again = [("date", "10"), ("start", "1500"), ("end", "1600"), ("suction", "1")];
    let lines = client.post(&format!("/c/2024-10/visits/{chiba}/lines"), &again).await;
    assert!(lines.has("喀痰吸引等支援体制加算は算定しません"), "{}", words(&lines.body));
    let kamakura = Town(&house).person("見本 花子", "1990-05-05", Some(card(KAMAKURA))).await;
    let page = client.get(&format!("/c/2024-10/visits/{kamakura}")).await;
    for field in ["emergency", "first", "suction"] {
        assert!(!page.has(&format!("name=\"{field}\"")), "{field}");
    }
}

#[tokio::test]
async fn other_offices_people_and_roles_that_may_not_record_are_kept_out() {
    let house = house("2023-05-02").await;
    let person = Town(&house).adult("見本 太郎").await;
    let elsewhere =
        OfficeBody { kind: ServiceKind::Community, ..office_body("9910400027", "おでかけ支援 山風") };
    let elsewhere = house.add_office(&elsewhere).await;
    let stranger = house.client_at(elsewhere, Role::Manager).await;
    let viewer = house.client(Role::Viewer).await;
    for address in [format!("/c/2023-04/visits/{person}"), format!("/c/quick?person={person}&date=2023-04-04")] {
        assert_eq!(stranger.get(&address).await.status, StatusCode::NOT_FOUND);
    }
    let visit = [("date", "4"), ("start", "0900"), ("end", "1000")];
    assert_eq!(enter(&stranger, person, "2023-04", &visit).await.status, StatusCode::NOT_FOUND);
    assert_eq!(enter(&viewer, person, "2023-04", &visit).await.status, StatusCode::FORBIDDEN);
    assert_eq!(viewer.get("/c/quick").await.status, StatusCode::FORBIDDEN);
    assert!(!viewer.get(&format!("/c/2023-04/visits/{person}")).await.has("id=\"visit-form\""));
}
