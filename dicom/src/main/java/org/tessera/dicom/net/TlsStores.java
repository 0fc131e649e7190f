package org.tessera.dicom.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// What TLS needs of a side: its own key and certificate, and whom it trusts. Versions and cipher
/// suites are the JDK's (TLS 1.2 and 1.3), which are within those BCP 195 allows.
public final class TlsStores {
  private TlsStores() {}

  /// A file of PKCS#12 (or of Java's own kind) with its password.
  public record Store(Path file, String password) {
    /// Tells the file alone.
    @Override
    public String toString() {
      return file.toString();
    }
  }

  /// Opens both.
  ///
  /// @param keys our own key and certificate; a side without shows none
  /// @param trust the certificates, or those of their issuers, that the other side may show;
  ///   without it those this Java trusts for the web
  /// @throws IllegalArgumentException naming the file that cannot be opened
  public static SSLContext open(Optional<Store> keys, Optional<Store> trust) {
    try {
      var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      own.init(
          keys.isEmpty() ? null : load(keys.get()),
          keys.map(Store::password).orElse("").toCharArray());
      var others = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      others.init(trust.isEmpty() ? null : load(trust.get()));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own.getKeyManagers(), others.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the keys for TLS cannot be used: " + e.getMessage(), e);
    }
  }

  private static KeyStore load(Store store) throws GeneralSecurityException {
    if (!Files.isReadable(store.file)) {
      throw new IllegalArgumentException("there is no key store " + store.file + " to read");
    }
    KeyStore loaded;
    try {
      loaded = KeyStore.getInstance(store.file.toFile(), store.password.toCharArray());
    } catch (IOException | KeyStoreException e) {
      throw new IllegalArgumentException(
          store.file
              + " is no key store of PKCS#12, or has another password"
              + " (openssl pkcs12 -export makes one of a key and its certificate)",
          e);
    }
    if (loaded.size() == 0) {
      throw new IllegalArgumentException("the key store " + store.file + " holds nothing");
    }
    return loaded;
  }
}
