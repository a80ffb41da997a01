package rows

func (f *File) openZip() error { return ErrUnsupported }
