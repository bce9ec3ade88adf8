package org.serverroster.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Reads how a component's stream is encrypted, and loads the certificates that it is to trust. Of one thread. */
final class TlsReader {

    private static final int MAX_BYTES = 4 << 20;

    private enum Mode {
        OFF,
        DIRECT
    }

    private enum StoreType {
        PEM,
        PKCS12,
        JKS
    }

    private final Folder folder;
    private final SecretReader secrets;

    TlsReader(Folder folder, SecretReader secrets) {
        this.folder = folder;
        this.secrets = secrets;
    }

    Optional<TlsConfig> read(Section component) {
        Optional<Value> truststore = component.get("tls-truststore");
        Optional<Value> tls = component.get("tls");
        Optional<Mode> mode = tls.isPresent() ? tls.get().oneOf(Mode.class) : Optional.of(Mode.OFF);
        if (mode.isEmpty()) {
            return Optional.empty();
        }
        if (mode.get() == Mode.OFF) {
            truststore.ifPresent(value -> value.refuse("is given, but tls is off; tls = direct is what uses it"));
            return Optional.of(new TlsConfig.Off());
        }
        return truststore.isPresent()
                ? truststore.get().section(Keys.TRUSTSTORE).flatMap(this::trusting)
                : Optional.of(new TlsConfig.Direct(context(null)));
    }

    private Optional<TlsConfig> trusting(Section section) {
        Optional<Value> file = section.get("file");
        Optional<Value> typeGiven = section.get("type");
        Optional<StoreType> type =
                typeGiven.isPresent() ? typeGiven.get().oneOf(StoreType.class) : Optional.of(StoreType.PEM);
        Optional<Value> passwordFile = section.get("password-file");
        Optional<Secret> password = passwordFile.flatMap(secrets::truststorePassword);
        if (file.isEmpty()) {
            section.refuse("file", "is missing; the file with the certificates to trust is right");
            return Optional.empty();
        }
        boolean passwordFailed = passwordFile.isPresent() && password.isEmpty();
        Optional<byte[]> bytes = folder.read(file.get(), MAX_BYTES);
        if (type.isEmpty() || bytes.isEmpty() || passwordFailed) {
            return Optional.empty();
        }
        return store(file.get(), type.get(), bytes.get(), password).map(store -> new TlsConfig.Direct(context(store)));
    }

    private static Optional<KeyStore> store(Value file, StoreType type, byte[] bytes, Optional<Secret> password) {
        try {
            KeyStore store = type == StoreType.PEM
                    ? fromPem(bytes)
                    : fromKeyStore(
                            type,
                            bytes,
                            password.map(secret -> secret.reveal().toCharArray())
                                    .orElse(null));
            // Without its password a PKCS #12 store opens, and shows nothing.
            if (store.size() > 0) {
                return Optional.of(store);
            }
            file.refuse("names a file without a certificate that can be read; see its type and its password-file");
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            file.refuse("names a file that is no truststore of type "
                    + type.name().toLowerCase(Locale.ROOT) + ", or its password is wrong");
        }
        return Optional.empty();
    }

    private static KeyStore fromPem(byte[] bytes) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int number = 0;
        for (Certificate certificate :
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes))) {
            store.setCertificateEntry("trusted-" + number++, certificate);
        }
        return store;
    }

    private static KeyStore fromKeyStore(StoreType type, byte[] bytes, char[] password)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(type.name());
        store.load(new ByteArrayInputStream(bytes), password);
        return store;
    }

    /** Of a null store: what Java trusts. */
    private static SSLContext context(KeyStore store) {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS, or its own truststore is broken", e);
        }
    }
}
