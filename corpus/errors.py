"""The error family of the whole project.

    OwnWordsError
    ├── SourceError            a source could not be fetched or read
    │   └── SourceMissing      there is no file or folder of this name
    ├── WorkerLost             a process that helped was ended from outside
    ├── SettingError           an environment variable holds something that cannot be used
    ├── QuestionError          a question that cannot be searched for (empty, too long)
    ├── LabelError             a file of questions or labels that cannot be used
    ├── UnknownRef             no page, passage or pair has this id
    ├── EncoderError           an encoder could not be found, loaded or exported
    ├── ReportError            the report of an evaluation cannot be written
    │   └── PlotsMissing       it has to do without its plots
    ├── ServeError             the service cannot be started
    ├── BenchmarkError         something could not be measured
    ├── DeskError              the staff desk's data cannot be used
    │   ├── AccountError       an account of the desk, or its password, cannot be what was asked for
    │   └── BackupError        the desk's data cannot be backed up, or restored
    ├── QuestionLogError       the question log cannot be used
    ├── SafetyError            the hazard log cannot be used
    └── IndexFolderError       something is wrong with an index folder
        ├── IndexMissing       there is no index yet
        ├── IndexDamaged       a file is gone, or is not what the manifest says
        ├── IndexMismatch      index and settings (or index and program) do not belong together
        ├── IndexBusy          another ingest is writing to this folder
        └── StoreRefused       a vector store was built that does not find what it should

Every message has three parts: what is wrong, with which thing, and what to do.
"""


class OwnWordsError(Exception):
    """The root: anything a person can mend, told in a sentence they can act on."""


class SourceError(OwnWordsError):
    """A source could not be fetched or read."""


class SourceMissing(SourceError):
    """There is no file or folder of this name."""


class WorkerLost(OwnWordsError):
    """A process that helped with the work was ended from outside, or could not be started."""


class SettingError(OwnWordsError):
    """An environment variable holds something that cannot be used."""


class QuestionError(OwnWordsError):
    """A question that cannot be searched for."""


class LabelError(OwnWordsError):
    """A file of questions or labels that cannot be used."""


class UnknownRef(OwnWordsError):
    """No page, passage or pair of the index has this id."""


class EncoderError(OwnWordsError):
    """An encoder could not be found, loaded or exported."""


class ReportError(OwnWordsError):
    """The report of an evaluation cannot be written."""


class PlotsMissing(ReportError):
    """A report has to do without its plots."""


class ServeError(OwnWordsError):
    """The service cannot be started."""


class BenchmarkError(OwnWordsError):
    """Something could not be measured."""


class DeskError(OwnWordsError):
    """The staff desk's data cannot be used."""


class AccountError(DeskError):
    """An account of the desk, or its password, cannot be what was asked for."""


class BackupError(DeskError):
    """The desk's data cannot be backed up, or restored from a backup."""


class QuestionLogError(OwnWordsError):
    """The question log cannot be used."""


class SafetyError(OwnWordsError):
    """The hazard log cannot be used."""


class IndexFolderError(OwnWordsError):
    """Something is wrong with an index folder."""


class IndexMissing(IndexFolderError):
    """There is no index in the folder yet."""


class IndexDamaged(IndexFolderError):
    """A file of the index is gone, or is not what the manifest says."""


class IndexMismatch(IndexFolderError):
    """The index and the settings, or the index and this program, do not belong together."""


class StoreRefused(IndexFolderError):
    """A vector store was built that does not find what it should."""


class IndexBusy(IndexFolderError):
    """Another ingest is writing to this folder."""
