//! What campaigns and agents are called: eight digits, by which both are found again without anything being written down.

use outdial_domain::ids::{CampaignId, WorkspaceId};
use sha2::{Digest as _, Sha256};

/// The campaign with these eight digits.
pub(super) fn campaign_of(short: &str) -> Option<CampaignId> {
    let is_hex = short
        .bytes()
        .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if short.len() != DIGITS || !is_hex {
        return None;
    }
    u32::from_str_radix(short, 16).ok().map(of_number)
}

/// The campaign with this number, and its eight digits.
pub(super) fn draw(number: u32) -> (CampaignId, String) {
    (of_number(number), format!("{number:08x}"))
}

/// The eight digits of a campaign, if it is one of this API.
pub(super) fn short_of(id: &CampaignId) -> Option<String> {
    let text = id.as_str();
    let last = text.get(text.len().checked_sub(LAST)?..)?;
    let mut bits: u64 = 0;
    for letter in last.bytes() {
        let digit = ALPHABET
            .iter()
            .position(|known| known.eq_ignore_ascii_case(&letter))?;
        bits = (bits << 5) | u64::try_from(digit).ok()?;
    }
    let number = u32::try_from(bits & u64::from(u32::MAX)).ok()?;
    (of_number(number) == *id).then(|| format!("{number:08x}"))
}

fn of_number(number: u32) -> CampaignId {
    CampaignId::from_bits(MARK | u128::from(number))
}

/// Under which name the browser of an agent calls the carrier.
pub(super) fn identity(workspace: &WorkspaceId, user_id: &str) -> String {
    let hash = Sha256::new()
        .chain_update(workspace.as_str())
        .chain_update([0])
        .chain_update(user_id)
        .finalize();
    format!("agent_{}", hex::encode(&hash[..DIGITS / 2]))
}

const DIGITS: usize = 8;
/// So many characters of an id hold the number and some bits more.
const LAST: usize = 7;
/// Of ids.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// What the ids of these campaigns begin with; no id that is made of the time does.
const MARK: u128 = 0x7465_616d_2d64_6961_6c6c_6572 << 32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_campaign_is_found_by_its_eight_digits() {
        for number in [0, 1, 0x0abc_def1, u32::MAX] {
            let (id, short) = draw(number);
            assert_eq!(campaign_of(&short), Some(id.clone()), "{short}");
            assert_eq!(short_of(&id), Some(short));
        }
        for text in ["", "1234567", "123456789", "0ABCDEF1", "0abcdefg", "../../etc"] {
            assert_eq!(campaign_of(text), None, "{text}");
        }
        assert_eq!(short_of(&CampaignId::from_bits(7)), None);
    }

    #[test]
    fn each_agent_of_each_workspace_has_a_name_that_stays() {
        let (one, other) = (WorkspaceId::from_bits(1), WorkspaceId::from_bits(2));
        let name = identity(&one, "usr_1");
        assert_eq!(name.len(), "agent_".len() + DIGITS);
        assert_eq!(name, identity(&one, "usr_1"));
        assert_ne!(name, identity(&one, "usr_2"));
        assert_ne!(name, identity(&other, "usr_1"));
    }
}
