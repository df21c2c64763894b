#include <gmime/gmime.h>

// GObject's type checks and casts are macros, which Swift does not see; these are the ones that reading mail needs.

static inline gboolean cgmime_is_part(GMimeObject *object) { return GMIME_IS_PART(object); }

static inline gboolean cgmime_is_multipart(GMimeObject *object) { return GMIME_IS_MULTIPART(object); }

static inline gboolean cgmime_is_message_part(GMimeObject *object) { return GMIME_IS_MESSAGE_PART(object); }

static inline GMimePart *cgmime_part(GMimeObject *object) { return (GMimePart *) object; }

static inline GMimeMultipart *cgmime_multipart(GMimeObject *object) { return (GMimeMultipart *) object; }

static inline GMimeMessagePart *cgmime_message_part(GMimeObject *object) { return (GMimeMessagePart *) object; }

static inline GMimeObject *cgmime_message_object(GMimeMessage *message) { return (GMimeObject *) message; }

static inline GMimeObject *cgmime_message_of_part(GMimeMessagePart *part)
{
    return (GMimeObject *) g_mime_message_part_get_message(part);
}

static inline InternetAddressMailbox *cgmime_mailbox(InternetAddress *address)
{
    return INTERNET_ADDRESS_IS_MAILBOX(address) ? (InternetAddressMailbox *) address : NULL;
}

static inline InternetAddressGroup *cgmime_group(InternetAddress *address)
{
    return INTERNET_ADDRESS_IS_GROUP(address) ? (InternetAddressGroup *) address : NULL;
}

static inline void cgmime_unref(void *object) { g_object_unref(object); }

static inline GByteArray *cgmime_stream_bytes(GMimeStream *stream)
{
    return g_mime_stream_mem_get_byte_array((GMimeStreamMem *) stream);
}

static inline void cgmime_add_filter(GMimeStream *stream, GMimeFilter *filter)
{
    g_mime_stream_filter_add((GMimeStreamFilter *) stream, filter);
}
