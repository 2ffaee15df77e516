//! Ciphers of media packets: AES in counter mode (RFC 3711) and AES-GCM (RFC 7714).

use std::fmt;

use aes::cipher::{BlockCipherEncrypt, KeyInit, KeyIvInit, StreamCipher};
use ring::aead::{AES_128_GCM, AES_256_GCM, Aad, Algorithm, LessSafeKey, Nonce, UnboundKey};
use str0m::crypto::{
    AeadAes128GcmCipher, AeadAes256GcmCipher, Aes128CmSha1_80Cipher, CryptoError, SrtpProvider,
    SupportedAeadAes128Gcm, SupportedAeadAes256Gcm, SupportedAes128CmSha1_80,
};

/// All SRTP profiles that browsers offer.
#[derive(Debug)]
pub struct Srtp;

impl SrtpProvider for Srtp {
    fn aes_128_cm_sha1_80(&self) -> &'static dyn SupportedAes128CmSha1_80 {
        &Srtp
    }

    fn aead_aes_128_gcm(&self) -> &'static dyn SupportedAeadAes128Gcm {
        &Srtp
    }

    fn aead_aes_256_gcm(&self) -> &'static dyn SupportedAeadAes256Gcm {
        &Srtp
    }

    fn srtp_aes_128_ecb_round(&self, key: &[u8], input: &[u8], output: &mut [u8]) {
        let cipher = aes::Aes128::new_from_slice(key).expect("a master key of 16 bytes");
        encrypt_block(&cipher, input, output);
    }

    fn srtp_aes_256_ecb_round(&self, key: &[u8], input: &[u8], output: &mut [u8]) {
        let cipher = aes::Aes256::new_from_slice(key).expect("a master key of 32 bytes");
        encrypt_block(&cipher, input, output);
    }
}

impl SupportedAes128CmSha1_80 for Srtp {
    fn create_cipher(&self, key: [u8; 16], _encrypt: bool) -> Box<dyn Aes128CmSha1_80Cipher> {
        Box::new(CounterMode { key })
    }
}

impl SupportedAeadAes128Gcm for Srtp {
    fn create_cipher(&self, key: [u8; 16], _encrypt: bool) -> Box<dyn AeadAes128GcmCipher> {
        Box::new(Gcm::new(&AES_128_GCM, &key))
    }
}

impl SupportedAeadAes256Gcm for Srtp {
    fn create_cipher(&self, key: [u8; 32], _encrypt: bool) -> Box<dyn AeadAes256GcmCipher> {
        Box::new(Gcm::new(&AES_256_GCM, &key))
    }
}

/// One block of key derivation. Callers read the first 16 bytes of the output only.
fn encrypt_block(
    cipher: &impl BlockCipherEncrypt<BlockSize = aes::cipher::consts::U16>,
    input: &[u8],
    output: &mut [u8],
) {
    let mut block: [u8; 16] = input.try_into().expect("key derivation works on single blocks");
    cipher.encrypt_block((&mut block).into());
    output[..16].copy_from_slice(&block);
}

struct CounterMode {
    key: [u8; 16],
}

impl fmt::Debug for CounterMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CounterMode")
    }
}

impl Aes128CmSha1_80Cipher for CounterMode {
    fn encrypt(&mut self, iv: &[u8; 16], input: &[u8], output: &mut [u8]) -> Result<(), CryptoError> {
        let output = &mut output[..input.len()];
        output.copy_from_slice(input);
        ctr::Ctr128BE::<aes::Aes128>::new(&self.key.into(), iv.into()).apply_keystream(output);
        Ok(())
    }

    fn decrypt(&mut self, iv: &[u8; 16], input: &[u8], output: &mut [u8]) -> Result<(), CryptoError> {
        self.encrypt(iv, input, output)
    }
}

/// AES-GCM with keys of either length.
struct Gcm {
    key: LessSafeKey,
}

impl Gcm {
    fn new(algorithm: &'static Algorithm, key: &[u8]) -> Self {
        let key = UnboundKey::new(algorithm, key).expect("the key is as long as its algorithm asks");
        Self {
            key: LessSafeKey::new(key),
        }
    }

    fn seal(&self, iv: [u8; 12], aad: &[u8], input: &[u8], output: &mut [u8]) -> Result<(), CryptoError> {
        let (text, tag_place) = output[..input.len() + TAG_BYTES].split_at_mut(input.len());
        text.copy_from_slice(input);
        let nonce = Nonce::assume_unique_for_key(iv);
        let tag = self
            .key
            .seal_in_place_separate_tag(nonce, Aad::from(aad), text)
            .map_err(|_| CryptoError::Other("AES-GCM could not encrypt".into()))?;
        tag_place.copy_from_slice(tag.as_ref());
        Ok(())
    }

    fn open(
        &self,
        iv: [u8; 12],
        aads: &[&[u8]],
        input: &[u8],
        output: &mut [u8],
    ) -> Result<usize, CryptoError> {
        let refused = || CryptoError::Other("the packet is not authentic".into());
        let length = input.len().checked_sub(TAG_BYTES).ok_or_else(refused)?;
        let (text, tag) = input.split_at(length);
        let output = output.get_mut(..length).ok_or_else(refused)?;
        output.copy_from_slice(text);
        let nonce = Nonce::assume_unique_for_key(iv);
        let tag = tag.try_into().map_err(|_| refused())?;
        self.key
            .open_in_place_separate_tag(nonce, Aad::from(aads.concat()), tag, output, 0..)
            .map_err(|_| refused())?;
        Ok(length)
    }
}

impl fmt::Debug for Gcm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Gcm")
    }
}

impl AeadAes128GcmCipher for Gcm {
    fn encrypt(
        &mut self,
        iv: &[u8; 12],
        aad: &[u8],
        input: &[u8],
        output: &mut [u8],
    ) -> Result<(), CryptoError> {
        self.seal(*iv, aad, input, output)
    }

    fn decrypt(
        &mut self,
        iv: &[u8; 12],
        aads: &[&[u8]],
        input: &[u8],
        output: &mut [u8],
    ) -> Result<usize, CryptoError> {
        self.open(*iv, aads, input, output)
    }
}

impl AeadAes256GcmCipher for Gcm {
    fn encrypt(
        &mut self,
        iv: &[u8; 12],
        aad: &[u8],
        input: &[u8],
        output: &mut [u8],
    ) -> Result<(), CryptoError> {
        self.seal(*iv, aad, input, output)
    }

    fn decrypt(
        &mut self,
        iv: &[u8; 12],
        aads: &[&[u8]],
        input: &[u8],
        output: &mut [u8],
    ) -> Result<usize, CryptoError> {
        self.open(*iv, aads, input, output)
    }
}

const TAG_BYTES: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes<const N: usize>(text: &str) -> [u8; N] {
        hex::decode(text).unwrap().try_into().unwrap()
    }

    #[test]
    fn the_key_stream_of_counter_mode_is_that_of_rfc_3711_b_2() {
        let mut cipher = CounterMode {
            key: bytes("2b7e151628aed2a6abf7158809cf4f3c"),
        };
        let mut stream = [0; 48];
        cipher
            .encrypt(&bytes("f0f1f2f3f4f5f6f7f8f9fafbfcfd0000"), &[0; 48], &mut stream)
            .unwrap();
        assert_eq!(
            hex::encode(stream),
            "e03ead0935c95e80e166b16dd92b4eb4d23513162b02d0f72a43a2fe4a5f97ab41e95b3bb0a2e8dd477901e4fca894c0"
        );
    }

    #[test]
    fn a_round_of_key_derivation_is_one_aes_block() {
        let mut out = [0; 32];
        let input: [u8; 16] = bytes("00112233445566778899aabbccddeeff");
        Srtp.srtp_aes_128_ecb_round(&bytes::<16>("000102030405060708090a0b0c0d0e0f"), &input, &mut out);
        assert_eq!(hex::encode(&out[..16]), "69c4e0d86a7b0430d8cdb78070b4c55a");
        let key: [u8; 32] = bytes("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
        Srtp.srtp_aes_256_ecb_round(&key, &input, &mut out);
        assert_eq!(hex::encode(&out[..16]), "8ea2b7ca516745bfeafc49904b496089");
    }

    #[test]
    fn a_packet_under_gcm_is_that_of_rfc_7714_16_1_1_and_opens_only_untouched() {
        let gcm = Gcm::new(&AES_128_GCM, &bytes::<16>("000102030405060708090a0b0c0d0e0f"));
        let iv = bytes("51753c6580c2726f20718414");
        let header = hex::decode("8040f17b8041f8d35501a0b2").unwrap();
        let text = b"Gallia est omnis divisa in partes tres";
        let mut sealed = vec![0; text.len() + TAG_BYTES];
        gcm.seal(iv, &header, text, &mut sealed).unwrap();
        assert_eq!(
            hex::encode(&sealed),
            "f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833899d7f27beb16a9152cf765ee4390cce"
        );
        let mut opened = vec![0; text.len()];
        assert_eq!(
            gcm.open(iv, &[&header[..5], &header[5..]], &sealed, &mut opened)
                .unwrap(),
            text.len()
        );
        assert_eq!(opened, text);
        sealed[3] ^= 1;
        assert!(gcm.open(iv, &[&header], &sealed, &mut opened).is_err());
        assert!(gcm.open(iv, &[&header], &sealed[..7], &mut opened).is_err());
    }
}
