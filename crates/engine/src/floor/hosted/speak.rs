//! What the carrier gets when it fetches a sound.

use outdial_carrier::Rendered;
use outdial_domain::ids::{ClipId, WorkspaceId};
use outdial_domain::instruction::Instruction;

use super::sounds::{What, address};
use crate::engine::Engine;

/// What the carrier gets when it fetches a sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sound {
    /// A document in its own words.
    Document(Rendered),
    /// A clip of a workspace, as a file.
    Clip {
        /// Whose.
        workspace: WorkspaceId,
        /// Which.
        id: ClipId,
    },
    /// The music of somebody on hold: as a file, or as a document that plays it again and again.
    Music {
        /// The document.
        document: Rendered,
    },
}

impl Engine {
    /// The sound under an address that was given to the carrier; nothing once whoever was to hear it is gone.
    #[must_use]
    pub fn sound(&self, token: &str) -> Option<Sound> {
        let floor = self.inner.floor()?;
        let lent = floor.sounds.find(token, self.inner.clock.now())?;
        if !lent.owner.is_live(&floor) {
            return None;
        }
        let account = self.inner.accounts.find_anywhere(&lent.account)?;
        Some(match lent.what {
            What::Clip(id) => Sound::Clip {
                workspace: account.workspace.clone(),
                id,
            },
            What::Digits(digits) => {
                Sound::Document(account.carrier.render(&[Instruction::SendDigits { digits }]))
            }
            What::Music => {
                let base = self.inner.accounts.base_of(&account.id)?;
                Sound::Music {
                    document: account.carrier.render(&[music(&base, token)]),
                }
            }
        })
    }
}

/// Music without an end.
pub(in crate::floor) fn music(base: &str, token: &str) -> Instruction {
    Instruction::Play {
        url: address(base, token, ".wav"),
        times: Some(UNTIL_TOLD),
    }
}

/// Carriers read 0 as "for ever".
const UNTIL_TOLD: u32 = 0;
