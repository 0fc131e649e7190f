/// Talks DICOM over the network (PS3.7, PS3.8) with nothing but the JDK: receives and sends
/// instances, asks archives for them, and promises to keep them.
@NullMarked
package org.tessera.dicom.net;

import org.jspecify.annotations.NullMarked;
