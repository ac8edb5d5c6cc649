package io.sluice.gateway.tls;

import io.sluice.gateway.problem.FileTrouble;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A certificate and its key, each in a PEM file.
 *
 * @param certificate with those that it was issued by behind it
 * @param key PKCS #8, not encrypted
 */
record KeyPairFiles(Path certificate, Path key) {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  /** What was read, and belongs together. */
  record KeyPair(PrivateKey key, X509Certificate[] chain) {}

  /**
   * Blocks.
   *
   * @throws InvalidCertificateException also when one of both is not of the other, as it is for a
   *     moment while they are replaced one by one
   */
  KeyPair read() {
    X509Certificate[] chain = chain();
    PublicKey published = chain[0].getPublicKey();
    PrivateKey secret = key(published.getAlgorithm());
    if (!belongTogether(secret, published)) {
      throw new InvalidCertificateException(
          "the key in " + key + " is not the key of the certificate in " + certificate, null);
    }
    return new KeyPair(secret, chain);
  }

  private X509Certificate[] chain() {
    try {
      byte[] pem = text(certificate).getBytes(StandardCharsets.UTF_8);
      List<X509Certificate> chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (chain.isEmpty()) {
        throw new InvalidCertificateException("there is no certificate in " + certificate, null);
      }
      return chain.toArray(X509Certificate[]::new);
    } catch (CertificateException e) {
      throw new InvalidCertificateException(certificate + " contains no certificate in PEM", e);
    }
  }

  private PrivateKey key(String algorithm) {
    Matcher pem = KEY.matcher(text(key));
    if (!pem.find()) {
      throw new InvalidCertificateException(
          key
              + " contains no unencrypted PKCS #8 key; openssl pkcs8 -topk8 -nocrypt"
              + " creates one",
          null);
    }
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new InvalidCertificateException(
          key + " contains no key of type " + algorithm + ", the type of the certificate", null);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new InvalidCertificateException("cannot read " + file + ": " + FileTrouble.of(e), e);
    }
  }

  private static boolean belongTogether(PrivateKey key, PublicKey published) {
    try {
      Signature signature = Signature.getInstance(signatureOf(published.getAlgorithm()));
      byte[] text = published.getEncoded();
      signature.initSign(key);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(published);
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException unlike) {
      return false;
    }
  }

  private static String signatureOf(String algorithm) {
    return switch (algorithm) {
      case "EC" -> "SHA256withECDSA";
      case "EdDSA" -> "EdDSA";
      default -> "SHA256with" + algorithm;
    };
  }
}
