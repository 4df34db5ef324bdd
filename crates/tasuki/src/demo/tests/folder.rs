//! What `tasuki demo` may touch.
use super::world::{SHARED, block_on, folder};
use crate::demo::{Folder, Found, complete};

fn text(error: anyhow::Error) -> String {
    format!("{error:#}")
}

#[test]
fn a_finished_demo_is_kept_and_fresh_begins_again() {
    let dir = folder("again");
    block_on(async {
        let taken = Folder::take(&dir).unwrap();
        let Found::Empty(store) = taken.open(false).await.unwrap() else { panic!("a new folder is empty") };
        complete(&store).await.unwrap();
        store.close().await.unwrap();
        let Found::Complete(store) = taken.open(false).await.unwrap() else { panic!("finished") };
        store.close().await.unwrap();
        std::fs::write(dir.join("メモ.txt"), "人のファイル").unwrap();
        assert!(matches!(taken.open(true).await.unwrap(), Found::Empty(_)));
        assert!(dir.join("メモ.txt").exists(), "only the demo's own files go");
    });
    std::fs::remove_dir_all(&dir).unwrap();
}

#[test]
fn a_half_filled_demo_is_made_anew() {
    let dir = folder("half");
    block_on(async {
        let taken = Folder::take(&dir).unwrap();
        let Found::Empty(store) = taken.open(false).await.unwrap() else { panic!("a new folder is empty") };
        store.close().await.unwrap();
        assert!(matches!(taken.open(false).await.unwrap(), Found::Empty(_)));
    });
    std::fs::remove_dir_all(&dir).unwrap();
}

#[test]
fn a_folder_with_other_things_is_refused() {
    let dir = folder("foreign");
    std::fs::create_dir_all(&dir).unwrap();
    std::fs::write(dir.join("tasuki.db"), "an office's data").unwrap();
    assert!(text(Folder::take(&dir).unwrap_err()).contains("見本でないもの"));
    assert_eq!(std::fs::read_dir(&dir).unwrap().count(), 1);
    std::fs::remove_dir_all(&dir).unwrap();
}

#[test]
fn an_office_s_data_under_the_demo_s_name_is_left_alone_even_with_fresh() {
    let dir = folder("renamed");
    block_on(async {
        let taken = Folder::take(&dir).unwrap();
        // A town that lost its marker looks like an office that was set up by hand.
        super::world::World::open(&SHARED).await.store.close().await.unwrap();
        std::fs::copy(SHARED.join("tasuki-demo.db"), dir.join("tasuki-demo.db")).unwrap();
        let world = super::world::World::open(&dir).await;
        let tx = world.store.begin_account_level(None, jiff::Timestamp::UNIX_EPOCH).await.unwrap();
        tx.set_setting("demo", "").await.unwrap();
        let subject = store::Subject::new(store::EntityKind::Setting, 0);
        tx.commit(store::AuditEvent::new(store::AuditKind::SettingChanged, subject)).await.unwrap();
        world.store.close().await.unwrap();
        assert!(text(taken.open(true).await.unwrap_err()).contains("見本のデータではない"));
        assert!(dir.join("tasuki-demo.db").exists());
    });
    std::fs::remove_dir_all(&dir).unwrap();
}

#[test]
fn two_demos_cannot_run_in_one_folder() {
    let dir = folder("twice");
    let first = Folder::take(&dir).unwrap();
    assert!(text(Folder::take(&dir).unwrap_err()).contains("別の画面で動いています"));
    drop(first);
    Folder::take(&dir).unwrap();
    std::fs::remove_dir_all(&dir).unwrap();
}
